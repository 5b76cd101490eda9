"""What an uploaded template may hold: words, styles, pictures, headers and footers. Nothing that runs or fetches anything."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator

from performance.uploads.files.archive import BROKEN, Archive, checked_xml, walk_xml
from performance.uploads.files.refusals import FileRefused

MAX_TEMPLATE_BYTES = 5_000_000
MOST_PARTS = 300
MAX_UNPACKED_BYTES = 60_000_000

_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
# By content type. Whatever is no part of these kinds is refused: macros, embedded files, controls, other documents.
_ALLOWED = {
    _MAIN,
    *(
        f"{_WORD}{part}+xml"
        for part in (
            *("styles", "settings", "webSettings", "fontTable", "numbering", "header", "footer"),
            *("footnotes", "endnotes", "comments", "commentsExtended", "commentsIds", "people"),
            # Building blocks that Word keeps beside the document.
            "document.glossary",
        )
    ),
    "application/vnd.ms-word.stylesWithEffects+xml",
    "application/vnd.openxmlformats-officedocument.theme+xml",
    "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    "application/vnd.openxmlformats-officedocument.custom-properties+xml",
    "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
    "application/vnd.openxmlformats-package.core-properties+xml",
    "application/vnd.openxmlformats-package.relationships+xml",
    # How confidential the document is, as Microsoft 365 marks it.
    "application/vnd.ms-office.classificationlabels+xml",
    "application/xml",
    *(f"image/{kind}" for kind in ("png", "jpeg", "jpg", "gif")),
}
# Links that a reader follows, and the template behind the template, which is left behind.
_MAY_LEAD_OUT = ("hyperlink", "attachedTemplate")
# Within the file, these run or bring in another document, whatever kind their part says it is.
_MAY_NOT_BE_THERE = {
    *(
        "aFChunk",
        "oleObject",
        "package",
        "control",
        "subDocument",
        "vbaProject",
        "attachedToolbars",
    ),
}
_ELSEWHERE = ("http:", "https:", "ftp:", "file:", "//", "\\\\")
_SCHEMES = ("http://", "https://", "mailto:")
# Fields that show what the document itself knows. Others fetch files or run something.
_FIELDS = {
    *(
        "PAGE",
        "NUMPAGES",
        "SECTION",
        "SECTIONPAGES",
        "PAGEREF",
        "REF",
        "TOC",
        "STYLEREF",
        "HYPERLINK",
    ),
    *("DATE", "TIME", "CREATEDATE", "SAVEDATE", "PRINTDATE", "TITLE", "SUBJECT", "AUTHOR"),
    *("FILENAME", "DOCPROPERTY", "SEQ", "SYMBOL"),
}

MESSAGES = {
    "not_now": "The template could not be looked through just now. Send it again in a while.",
    "empty": "The file is empty. Check that it was saved, and choose it again",
    "too_large": f"The file is larger than {MAX_TEMPLATE_BYTES // 1_000_000} MB. Make its pictures smaller and save it again",
    "not_word": "The file is not a Word document (.docx). In Word, choose Save As, Word Document (.docx)",
    "damaged": "The file is damaged, or only a part of it was saved. Save it again in Word",
    "password": "The file is protected with a password. Take the password off and save it again",
    "too_much": "The file unpacks to far more than its size. Copy what is needed into a new document",
    "holds_more": "The file holds something that a template may not hold ({name}): a macro, an embedded file or font, a control, or a picture other than PNG, JPEG and GIF. Take it out and save it again",
    "leads_out": "The file takes something from outside itself ({name}). Put it into the document and save it again",
    "field": "The file has a field that takes something from elsewhere ({name}). Take it out and save it again",
    "unreadable": "The file could not be read. Save it again in Word, or copy what is needed into a new document",
}


class TemplateRefused(Exception):
    """A file that is no template. `code` is one of MESSAGES; `message` says what is wrong and what to do."""

    def __init__(self, code: str, **facts: str) -> None:
        self.code = code
        self.message = MESSAGES[code].format(**facts)
        super().__init__(self.message)


def inspect(path: str) -> None:
    """Look through a template before anything else reads it. Raises TemplateRefused."""
    _check_sizes(path)
    try:
        archive = Archive(path)
        for name, kind in _checked_kinds(archive).items():
            if name.endswith(".rels"):
                _check_relations(archive, name)
            # Word goes by a part's kind: a header may have any name.
            if not kind.startswith("image/"):
                _check_fields(archive, name)
    except FileRefused as refused:
        raise _as_a_template(refused) from None


def _check_sizes(path: str) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except BROKEN:
        raise TemplateRefused("not_word") from None
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        raise TemplateRefused("too_much")


def _as_a_template(refused: FileRefused) -> TemplateRefused:
    """What the shared look through an archive found, in words that suit a template."""
    match refused.code:
        case "macros" | "files_inside" | "external_links":
            return TemplateRefused("holds_more", name="a macro or an embedded file")
        case "password":
            return TemplateRefused("password")
        case "unpacks_too_large":
            return TemplateRefused("too_much")
    return TemplateRefused("damaged")


def _checked_kinds(archive: Archive) -> dict[str, str]:
    """The kind of each part, as the list of the archive says that Word reads; all are allowed."""
    if "[content_types].xml" not in archive:
        raise TemplateRefused("not_word")
    by_ending: dict[str, str] = {}
    by_name: dict[str, str] = {}

    def kind(name: str, facts: dict[str, str]) -> None:
        if name == "Default":
            by_ending[facts.get("Extension", "").lower()] = facts.get("ContentType", "")
        if name == "Override":
            by_name[facts.get("PartName", "").lstrip("/").lower()] = facts.get("ContentType", "")

    walk_xml(checked_xml(archive, "[content_types].xml"), start=kind)
    if _MAIN not in by_name.values():
        raise TemplateRefused("not_word")
    kinds = {
        name: by_name.get(name) or by_ending.get(name.rpartition(".")[2], "")
        for name in archive.names
        if name != "[content_types].xml"
    }
    for name, found in kinds.items():
        if found not in _ALLOWED:
            raise TemplateRefused("holds_more", name=name.rpartition("/")[2][:60])
    return kinds


def _check_relations(archive: Archive, name: str) -> None:
    def relation(tag: str, facts: dict[str, str]) -> None:
        kind, target = facts.get("Type", "").rpartition("/")[2], facts.get("Target", "")
        if kind in _MAY_NOT_BE_THERE:
            raise TemplateRefused("holds_more", name=kind)
        is_inside = facts.get("TargetMode", "Internal") == "Internal"
        if tag != "Relationship" or is_inside:
            return
        is_link = kind == "hyperlink" and target.lower().startswith(_SCHEMES)
        if kind not in _MAY_LEAD_OUT or (kind == "hyperlink" and not is_link):
            raise TemplateRefused("leads_out", name=kind[:60])

    walk_xml(checked_xml(archive, name), start=relation)


def _check_fields(archive: Archive, name: str) -> None:
    for words in _fields_in(archive, name):
        first = words.split()[0].upper() if words.split() else ""
        if first and first not in _FIELDS:
            raise TemplateRefused("field", name=first[:60])


def _fields_in(archive: Archive, name: str) -> Iterator[str]:
    """The instructions of all fields of a part. Word may cut one into pieces."""
    found: list[str] = []
    open_fields: list[list[str]] = []
    is_instruction = False

    def start(tag: str, facts: dict[str, str]) -> None:
        nonlocal is_instruction
        # The second is one that a tracked change takes away, and that comes back when it is refused.
        is_instruction = tag in ("instrText", "delInstrText")
        if tag == "mailMerge" or _takes_a_picture(facts):
            raise TemplateRefused("leads_out", name=tag[:60])
        if tag == "fldSimple":
            found.append(facts.get("instr", ""))
        if tag == "fldChar":
            match facts.get("fldCharType"):
                case "begin":
                    open_fields.append([])
                case "separate" | "end" if open_fields:
                    found.append("".join(open_fields[-1]))
                    open_fields[-1] = []
            if facts.get("fldCharType") == "end" and open_fields:
                open_fields.pop()

    def end(tag: str) -> None:
        nonlocal is_instruction
        if tag in ("instrText", "delInstrText"):
            is_instruction = False

    def text(words: str) -> None:
        if is_instruction:
            # Outside any field it would still be one to a program that mends the document.
            (open_fields[-1] if open_fields else found).append(words)

    walk_xml(_pieces(archive, name), start=start, end=end, text=text)
    yield from found
    yield from ("".join(words) for words in open_fields)


def _takes_a_picture(facts: dict[str, str]) -> bool:
    """Whether an element of the older way to draw (VML) names a picture that lies elsewhere."""
    return facts.get("src", "").lower().startswith(_ELSEWHERE)


def _pieces(archive: Archive, name: str) -> Iterable[bytes]:
    return checked_xml(archive, name)
