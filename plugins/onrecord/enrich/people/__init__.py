"""Which speakers of different articles are one human?

In: every appearance under a name that others bear too, and what editors decided. Out: people, the ids they
keep or leave, and the pairs that an editor should look at. Pure, and the same whatever order articles came in.
"""

from onrecord.enrich.people.appearance import Appearance, Candidate, Decision, Person, Resolved
from onrecord.enrich.people.employers import employers_fit
from onrecord.enrich.people.linking import VERSION, resolve
from onrecord.enrich.people.names import is_full_name, keys, name_key

__all__ = [
    "VERSION",
    "Appearance",
    "Candidate",
    "Decision",
    "Person",
    "Resolved",
    "employers_fit",
    "is_full_name",
    "keys",
    "name_key",
    "resolve",
]
