"""Files: told from their bytes, bounded, kept by checksum; what is not wanted is refused with a sentence."""

import hashlib
import os
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from parkloop.adapters.sniffing import SniffRefused, sniff
from parkloop.foundation import files
from parkloop.foundation.acting import InvalidInput, InvalidState, NotAllowed
from parkloop.foundation.models import StoredFile
from tests.support.cast import Cast
from tests.support.samples import BAD, GOOD, PDF


@pytest.fixture(autouse=True)
def var(tmp_path: Path, settings: object) -> Path:
    """Bytes go to a folder of the test."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files"


@pytest.mark.parametrize("name", GOOD)
def test_a_file_is_known_by_its_bytes(name: str) -> None:
    data, media_type = GOOD[name]
    assert sniff(data, name).media_type == media_type


@pytest.mark.parametrize("name", BAD)
def test_an_unwelcome_file_is_refused_with_its_reason(name: str) -> None:
    data, code = BAD[name]
    with pytest.raises(SniffRefused) as refused:
        sniff(data, name)
    assert refused.value.code == code
    with pytest.raises(InvalidInput) as told:
        files.examined(data, name)
    assert told.value.field == "file"
    assert files.clean_name(name) in str(told.value)


def test_every_reason_has_a_sentence() -> None:
    assert {code for _, code in BAD.values()} == set(files.REFUSED)


@pytest.mark.parametrize(("name", "encoding"), [("plain.txt", "utf-8"), ("old.txt", "gb18030"), ("wide.txt", "utf-16")])
def test_text_keeps_its_encoding(name: str, encoding: str) -> None:
    assert sniff(GOOD[name][0], name).encoding == encoding


def test_a_file_over_the_limit_is_refused_before_it_is_read_whole(settings: object) -> None:
    settings.PARKLOOP_MAX_UPLOAD_BYTES = 1 << 20

    class Endless:
        asked = 0

        def read(self, size: int) -> bytes:
            Endless.asked += size
            return b"a" * size

    with pytest.raises(InvalidInput, match="1 MB"):
        files.examined(Endless(), "big.txt")
    assert Endless.asked == (1 << 20) + 1


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\wu\\报告.pdf", "报告.pdf"),
        ("a\u202efdp.txt", "afdp.txt"),
        ("line\nbreak.txt", "linebreak.txt"),
        ("e\u0301.txt", "\u00e9.txt"),
    ],
)
def test_names_are_cleaned(given: str, kept: str) -> None:
    assert files.clean_name(given) == kept


def test_a_long_name_keeps_its_ending() -> None:
    assert files.clean_name("长" * 400 + ".docx").endswith(".docx")
    assert len(files.clean_name("长" * 400 + ".docx")) == files.MAX_NAME


@pytest.mark.django_db
def test_bytes_are_kept_once_by_checksum_and_come_back_unchanged(cast: Cast, var: Path) -> None:
    one = files.store(cast.town_officer, data=PDF, name="a.pdf", organisation=cast.town)
    two = files.store(cast.town_officer, data=SimpleUploadedFile("b.pdf", PDF), name="b.pdf", organisation=cast.town)
    assert one.sha256 == two.sha256 == hashlib.sha256(PDF).hexdigest()
    assert [p.name for p in var.rglob("*") if p.is_file()] == [one.sha256]
    with files.open_for(cast.system, one) as opened:
        assert opened.read() == PDF
    assert files.is_sound(one)


@pytest.mark.django_db
def test_damaged_or_lost_bytes_are_noticed(cast: Cast, var: Path) -> None:
    stored = files.store(cast.town_officer, data=PDF, name="a.pdf", organisation=cast.town)
    files.path_of(stored.sha256).write_bytes(b"%PDF-other")
    assert not files.is_sound(stored)
    files.path_of(stored.sha256).unlink()
    assert not files.is_sound(stored)
    with pytest.raises(InvalidState, match=r"missing on the server|服务器上缺少"):
        files.open_for(cast.system, stored)


@pytest.mark.django_db
def test_a_foreign_file_cannot_be_opened(cast: Cast) -> None:
    stored = files.store(cast.town_officer, data=PDF, name="a.pdf", organisation=cast.town)
    with pytest.raises(NotAllowed):
        files.open_for(cast.other_town_officer, stored)


def test_a_write_that_fails_leaves_no_part_behind(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*anything: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        files.keep(PDF)
    assert [p for p in var.rglob("*") if p.is_file()] == []


@pytest.mark.django_db
def test_a_cut_file_under_the_same_checksum_is_written_anew(cast: Cast) -> None:
    digest = files.keep(PDF)
    files.path_of(digest).write_bytes(PDF[:5])
    assert files.keep(PDF) == digest
    assert files.path_of(digest).read_bytes() == PDF
    assert StoredFile.objects.count() == 0
