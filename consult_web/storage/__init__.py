"""Where the site keeps its data: one database, one folder of files, the keys of what is encrypted."""

from consult_web.storage.base import Base, Key
from consult_web.storage.database import (
    Database,
    database_of,
    is_connection_lost,
    is_disk_full,
    one_line,
    open_database,
    start_saving,
    without_password,
)
from consult_web.storage.days import CHINA, china_day, china_today, day_begins
from consult_web.storage.files import FileStore, StoredFile
from consult_web.storage.keys import Keyring, keyed_hash, new_data_key
from consult_web.storage.loose import LOOSE_FOR, LooseFile, note_loose, remove_loose
from consult_web.storage.renewing import renew_sealed, sealed_tables
from consult_web.storage.requests import database, files, install, saving, session
from consult_web.storage.schema import check_tables, differences, latest_revision, new_revision, revision, upgrade
from consult_web.storage.settings import SECRETS, Secret, secret
from consult_web.storage.types import BigId, Choice, Json, UtcDateTime, utc_now

__all__ = [
    "CHINA",
    "LOOSE_FOR",
    "SECRETS",
    "Base",
    "BigId",
    "Choice",
    "Database",
    "FileStore",
    "Json",
    "Key",
    "Keyring",
    "LooseFile",
    "Secret",
    "StoredFile",
    "UtcDateTime",
    "check_tables",
    "china_day",
    "china_today",
    "database",
    "database_of",
    "day_begins",
    "differences",
    "files",
    "install",
    "is_connection_lost",
    "is_disk_full",
    "keyed_hash",
    "latest_revision",
    "new_data_key",
    "new_revision",
    "note_loose",
    "one_line",
    "open_database",
    "remove_loose",
    "renew_sealed",
    "revision",
    "saving",
    "sealed_tables",
    "secret",
    "session",
    "start_saving",
    "upgrade",
    "utc_now",
    "without_password",
]
