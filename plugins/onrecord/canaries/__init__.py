"""Are the pages whose answers we know still published right? Measured after each publishing.

In: the warehouse, samples/answers.jsonl (right by construction) and config/canaries.yml. Out: counts in
ops.quality_daily by task and rule version, and BelowFloor where a task reads worse than its floor allows.
Nothing here changes what is published: whatever the canaries say, good articles have gone out.
"""

from onrecord.canaries.compare import TASKS
from onrecord.canaries.floors import Canaries, Floor, load
from onrecord.canaries.measure import measure
from onrecord.canaries.scores import BelowFloor, Score, require_floors, totals

__all__ = ["TASKS", "BelowFloor", "Canaries", "Floor", "Score", "load", "measure", "require_floors", "totals"]
