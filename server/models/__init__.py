"""Tables and relationships. Queries and changes belong to ``services``."""

from server.models.audit import AuditEntry, RefusalCount
from server.models.clinic import Clinic, ClinicExport, ClinicFeed, ClinicSetting, DataImport, ServerMeta
from server.models.device import Device, KnownDevice, LoginSession, Throttle
from server.models.integration import ApiToken, Webhook
from server.models.keys import ClinicKey, DataKeyCopy, SigningKey
from server.models.outgoing import Outgoing
from server.models.patient_link import PatientLink
from server.models.picture import Picture
from server.models.record import AppliedOp, Composed, PatientIndex, PatientScope, Quarantined, Record, Revision, Twins
from server.models.registry import ConsentText, LimitsVersion, NoteLot
from server.models.second_factor import Passkey, PasskeyChallenge, SecondFactor
from server.models.user import User

__all__ = [
    "ApiToken",
    "AppliedOp",
    "AuditEntry",
    "Clinic",
    "ClinicExport",
    "ClinicFeed",
    "ClinicKey",
    "ClinicSetting",
    "Composed",
    "ConsentText",
    "DataImport",
    "DataKeyCopy",
    "Device",
    "KnownDevice",
    "LimitsVersion",
    "LoginSession",
    "NoteLot",
    "Outgoing",
    "Passkey",
    "PasskeyChallenge",
    "PatientIndex",
    "PatientLink",
    "PatientScope",
    "Picture",
    "Quarantined",
    "Record",
    "RefusalCount",
    "Revision",
    "SecondFactor",
    "ServerMeta",
    "SigningKey",
    "Throttle",
    "Twins",
    "User",
    "Webhook",
]
