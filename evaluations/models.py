"""The models of this app stand beside what they are for."""

from evaluations.certificates import models as certificates  # noqa: F401
from evaluations.observers import models as observers  # noqa: F401
from evaluations.quotes import models as quotes  # noqa: F401
from evaluations.results import models as results  # noqa: F401  found by the app's registry
from evaluations.seen import models as seen  # noqa: F401
from evaluations.sharing import models as sharing  # noqa: F401
