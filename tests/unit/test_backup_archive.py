"""A backup file from outside is an attack until it is unpacked."""

import io
import tarfile

import pytest

from bihuan.site.installation.backup import BackupRefused, restore


def archive(path, member: tarfile.TarInfo, content: bytes = b""):
    with tarfile.open(path, "w:gz") as file:
        member.size = len(content)
        file.addfile(member, io.BytesIO(content))
    return path


def link() -> tarfile.TarInfo:
    member = tarfile.TarInfo("attachments/a")
    member.type, member.linkname = tarfile.SYMTYPE, "/etc/passwd"
    return member


@pytest.mark.parametrize(
    "member",
    [tarfile.TarInfo("../outside"), tarfile.TarInfo("/outside"), link()],
    ids=["above", "absolute", "link"],
)
def test_a_backup_that_reaches_outside_its_place_is_refused(tmp_path, member):
    source = archive(tmp_path / "hostile.tar.gz", member, b"" if member.issym() else b"x")
    with pytest.raises(BackupRefused, match="no plain file of a backup"):
        restore(source, tmp_path / "data")
    assert not (tmp_path / "outside").exists()


def test_a_file_that_is_no_archive_is_refused(tmp_path):
    source = tmp_path / "note.tar.gz"
    source.write_bytes(b"not an archive")
    with pytest.raises(BackupRefused, match="cannot be read"):
        restore(source, tmp_path / "data")
