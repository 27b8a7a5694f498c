import os
import stat

import pytest

from mentoring.launch import paths
from mentoring.launch.paths import LaunchError


def test_socket_lies_in_the_folder_when_the_path_is_short(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "LONGEST_SOCKET_PATH", len(str(tmp_path)) + 40)

    folder = paths.socket_folder(tmp_path, "valkey", "valkey.sock")

    assert folder == tmp_path / "valkey-socket"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize("name", ["x" * 120, "with space", "percent%20", "ünïcode"])
def test_socket_of_a_long_or_unusual_path_lies_elsewhere(tmp_path, name):
    data = tmp_path / name
    data.mkdir()

    folder = paths.socket_folder(data, "valkey", "valkey.sock")

    assert not folder.is_relative_to(tmp_path)
    assert paths.fits(folder / "valkey.sock")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    paths.remove(data, "valkey")
    assert not folder.exists()


def test_sockets_of_two_folders_never_meet(tmp_path):
    one, other = tmp_path / ("a" * 120), tmp_path / ("b" * 120)

    assert paths.outside(one, "valkey") != paths.outside(other, "valkey")


def test_a_long_temporary_folder_is_not_used_for_sockets(tmp_path, monkeypatch):
    long = tmp_path / ("t" * 120)
    long.mkdir()
    monkeypatch.setattr(paths.tempfile, "tempdir", str(long))

    folder = paths.socket_folder(tmp_path / ("x" * 120), "valkey", "valkey.sock")

    assert not folder.is_relative_to(long)
    folder.rmdir()


def test_private_folder_is_taken_again(tmp_path):
    first = paths.private_folder(tmp_path / "ours")

    assert paths.private_folder(tmp_path / "ours") == first


def test_private_folder_refuses_a_planted_link(tmp_path):
    os.symlink(tmp_path, tmp_path / "planted")

    with pytest.raises(LaunchError, match="belongs to somebody else"):
        paths.private_folder(tmp_path / "planted")


def test_half_a_file_says_nothing(tmp_path):
    (tmp_path / "half.json").write_text('{"pid": 1')

    assert paths.read_json(tmp_path / "half.json") == {}
    assert paths.read_json(tmp_path / "none.json") == {}
