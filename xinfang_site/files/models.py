"""The table of stored files (存储文件): one row for each content, shared by all who use it."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from xinfang_site.column_types import Instant
from xinfang_site.extensions import Base


class StoredFile(Base):
    """A file kept by its content's hash (存储文件); ``location`` is random and below the instance."""

    __tablename__ = "stored_file"
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    location: Mapped[str] = mapped_column(String(80), unique=True)
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    stored_at: Mapped[datetime] = mapped_column(Instant)
