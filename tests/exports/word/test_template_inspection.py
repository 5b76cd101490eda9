"""A template may hold words, styles and pictures. Whatever runs, fetches or floods is refused before it is opened."""

import io
import zipfile

import docx
import pytest

from safercornwall.exports.word.confined import (
    CannotWrite,
    inspect_template,
    write_in_confinement,
)
from safercornwall.exports.word.contents import Document, SectionHeading
from safercornwall.exports.word.inspection import MAX_TEMPLATE_BYTES, TemplateRefused

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEADER = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"
VBA = "application/vnd.ms-office.vbaProject"


def plain(change=lambda file: None):
    file = docx.Document()
    file.add_paragraph("Our cover")
    change(file)
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def changed(content, **parts):
    """The file with parts replaced or added, their contents made from what was there."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as there,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for part in there.infolist():
            old = there.read(part)
            new = parts.pop(part.filename, None)
            made.writestr(part.filename, old if new is None else new(old))
        for name, new in parts.items():
            made.writestr(name, new(b""))
    return out.getvalue()


def with_part(name, kind, content=b"x"):
    def add(old):
        line = f'<Override PartName="/{name}" ContentType="{kind}"/></Types>'
        return old.replace(b"</Types>", line.encode())

    return changed(plain(), **{"[Content_Types].xml": add, name: lambda _: content})


def with_relation(kind, target, part="word/_rels/document.xml.rels", mode="External"):
    line = f'<Relationship Id="rId99" Type="{RELATIONS}/{kind}" Target="{target}" TargetMode="{mode}"/></Relationships>'
    return changed(plain(), **{part: lambda old: old.replace(b"</Relationships>", line.encode())})


def with_body(xml):
    def add(old):
        return old.replace(b"<w:body>", b"<w:body>" + xml.encode(), 1)

    return changed(plain(), **{"word/document.xml": add})


def field(*pieces):
    said = "".join(f"<w:r><w:instrText>{one}</w:instrText></w:r>" for one in pieces)
    return (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'{said}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


def refusal_of(content):
    with pytest.raises(TemplateRefused) as refused:
        inspect_template(content)
    return refused.value.code


def test_a_plain_document_is_a_template():
    inspect_template(plain())


def test_the_template_behind_a_template_is_no_reason_to_refuse_it():
    inspect_template(with_relation("hyperlink", "https://www.cornwall.gov.uk/"))
    inspect_template(with_body(field(" PAGE ")))


def test_what_word_and_microsoft_365_keep_beside_a_document_is_no_reason_to_refuse_it():
    labels = "application/vnd.ms-office.classificationlabels+xml"
    inspect_template(with_part("docMetadata/LabelInfo.xml", labels, b"<labels/>"))
    people = "application/vnd.openxmlformats-officedocument.wordprocessingml.people+xml"
    inspect_template(with_part("word/people.xml", people, b"<people/>"))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"x" * (MAX_TEMPLATE_BYTES + 1), "too_large"),
        (b"Hello", "not_word"),
        (b"PK\x03\x04 cut short", "not_word"),
        (with_part("word/vbaProject.bin", VBA), "holds_more"),
        (with_part("word/embeddings/sheet.xlsx", "application/octet-stream"), "holds_more"),
        (with_part("word/activeX/activeX1.xml", "application/vnd.ms-office.activeX+xml"), "holds_more"),
        (with_part("word/afchunk.html", "text/html"), "holds_more"),
        (with_part("customUI/customUI.xml", "application/vnd.ms-office.customUI"), "holds_more"),
        (with_part("word/unheard.of", "application/x-new"), "holds_more"),
        (with_part("word/media/image9.emf", "image/x-emf"), "holds_more"),
        (with_relation("aFChunk", "chunk.xml"), "holds_more"),
        (with_relation("image", "http://tracker.example/p.png"), "leads_out"),
        (with_relation("frame", "file:///etc/passwd"), "leads_out"),
        (with_relation("hyperlink", "javascript:alert(1)"), "leads_out"),
        (with_relation("hyperlink", "file://server/share"), "leads_out"),
        (with_body(field(' DDEAUTO c:\\\\cmd.exe "/k calc" ')), "field"),
        (with_body(field(" INCLUDE", "TEXT ", '"http://tracker.example/" ')), "field"),
        (with_body(field(' DDEAUTO c:\\\\cmd.exe ').replace("instrText", "delInstrText")), "field"),
        (with_part("word/header9.bin", HEADER, f"<w:hdr {W}>{field(' DDEAUTO ')}</w:hdr>".encode()), "field"),
        (with_relation("image", "http://tracker.example/p.png", mode="external"), "leads_out"),
        (with_body('<w:p><v:imagedata xmlns:v="urn:v" src="http://tracker.example/p.png"/></w:p>'), "leads_out"),
        (with_body('<w:mailMerge><w:query w:val="SELECT 1"/></w:mailMerge>'), "leads_out"),
        (with_body('<w:p><w:fldSimple w:instr=" INCLUDEPICTURE &quot;http://x/&quot; "/></w:p>'), "field"),
    ],
    # A file made anew tells the time, and each process must give a test the same name.
    ids=lambda value: value if isinstance(value, str) else "file",
)  # fmt: skip
def test_what_is_not_safe_is_refused_and_says_why(content, code):
    assert refusal_of(content) == code


def test_entities_of_xml_are_refused():
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    assert refusal_of(changed(plain(), **{"word/settings.xml": lambda _: bomb})) == "damaged"


def test_a_file_that_unpacks_to_far_more_than_its_size_is_refused():
    flood = changed(plain(), **{"word/styles.xml": lambda _: b" " * 70_000_000})
    assert len(flood) < MAX_TEMPLATE_BYTES
    assert refusal_of(flood) == "too_much"


def test_a_document_that_word_could_not_open_either_is_refused():
    broken = changed(plain(), **{"word/document.xml": lambda _: b"<w:document"})
    assert refusal_of(broken) == "damaged"


def test_the_template_behind_the_template_is_left_behind():
    settings = changed(
        plain(),
        **{
            "word/settings.xml": lambda old: old.replace(
                b"</w:settings>",
                f'<w:attachedTemplate xmlns:r="{RELATIONS}" r:id="rId9"/></w:settings>'.encode(),
            ),
            "word/_rels/settings.xml.rels": lambda _: (
                '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                f'<Relationship Id="rId9" Type="{RELATIONS}/attachedTemplate"'
                ' Target="file:///H:/Templates/Board.dotm" TargetMode="External"/></Relationships>'
            ).encode(),
        },
    )
    inspect_template(settings)
    made = write_in_confinement(
        Document("T", "S", (), "a", "f", (SectionHeading("One"),)), settings
    )
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert not any(b"Board.dotm" in archive.read(name) for name in archive.namelist())


def test_a_pack_that_cannot_be_written_says_so():
    with pytest.raises(CannotWrite):
        write_in_confinement(Document("T", "S", (), "a", "f", ()), b"no template at all")
