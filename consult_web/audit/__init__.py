"""What was done, by whom, to what: an append-only, hash-chained record."""

from consult_web.audit.events import AuditEvent, Head, describe, record
from consult_web.audit.verifying import Fault, Verified, verify

__all__ = ["AuditEvent", "Fault", "Head", "Verified", "describe", "record", "verify"]
