"""What can go wrong, as a caller may want to tell it apart.

OnrecordError
├── ConfigurationError    a file or setting that a user wrote is wrong; the message says where and what to do
├── DatabaseError         no database can be reached; the message says what to do
└── StageError            one page failed; `reason` is on the closed list ops.reasons
    ├── Transient         try again later
    └── Permanent         trying again changes nothing
"""


class OnrecordError(Exception):
    """A failure whose message is meant for a person."""


class ConfigurationError(OnrecordError):
    """A configuration file or setting is wrong."""


class DatabaseError(OnrecordError):
    """The database cannot be reached or used."""


class StageError(OnrecordError):
    """One page could not be processed, for a `reason` of ops.reasons."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail


class Transient(StageError):
    """The same input may succeed later."""


class Permanent(StageError):
    """The same input will fail again."""


# What a defect of ours in reading one page looks like. It costs that page, not its batch, and is
# recorded with its reason; anything else is no page's fault and is not caught.
DEFECTS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
