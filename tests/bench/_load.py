"""The load generator of the portal's benchmark, a process of its own; needs nothing installed.

    python _load.py PORT PATH COOKIE REQUESTS CONNECTIONS

Asks for PATH that many times over that many kept connections of this machine, and prints
`{"seconds", "failed", "milliseconds"}`, the last of each answer; any but 200 has failed.
"""

import asyncio
import json
import sys
import time


async def ask(port, request, remaining, milliseconds):
    """Take requests from ``remaining`` until there is none; how many have failed."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    failed = 0
    for _ in remaining:
        start = time.perf_counter()
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0])
        await reader.readexactly(length)
        milliseconds.append(round(1000 * (time.perf_counter() - start), 1))
        failed += not head.startswith(b"http/1.1 200 ")
    writer.close()
    await writer.wait_closed()
    return failed


async def load(port, path, cookie, requests, connections):
    lines = [f"GET {path} HTTP/1.1", "Host: localhost", f"Cookie: {cookie}", "", ""]
    remaining = iter(range(requests))  # shared: each number is one request of one connection
    request, times = "\r\n".join(lines).encode(), []
    start = time.perf_counter()
    asking = (ask(port, request, remaining, times) for _ in range(connections))
    failed = await asyncio.gather(*asking)
    seconds = time.perf_counter() - start
    return {"seconds": seconds, "failed": sum(failed), "milliseconds": times}


if __name__ == "__main__":
    at, path, cookie, requests, connections = sys.argv[1:]
    result = asyncio.run(load(int(at), path, cookie, int(requests), int(connections)))
    sys.stdout.write(json.dumps(result))
