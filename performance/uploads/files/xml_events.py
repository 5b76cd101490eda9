"""Walking through XML element by element, with prefixes left off: "x:row" and "row" are the same."""

from collections.abc import Callable, Iterable
from xml.parsers import expat

from performance.uploads.files.refusals import refusal

_MOST_NAMES = 1_000

Started = Callable[[str, dict[str, str]], None]
Ended = Callable[[str], None]
Said = Callable[[str], None]


def walk(
    chunks: Iterable[bytes], *, start: Started, end: Ended | None = None, text: Said | None = None
) -> None:
    """Calls `start` with each element and its attributes, `text` with text and `end` at its end, in order.

    Raises FileRefused where it is not well formed or has a DOCTYPE.
    """
    parser = expat.ParserCreate()
    parser.ordered_attributes = True
    plain = _PlainNames()

    def started(name: str, pairs: list[str]) -> None:
        attributes: dict[str, str] = {}
        for key, value in zip(pairs[::2], pairs[1::2], strict=True):
            attributes[plain[key]] = value
        start(plain[name], attributes)

    parser.StartElementHandler = started
    if end:
        parser.EndElementHandler = lambda name: end(plain[name])
    if text:
        parser.CharacterDataHandler = text
    feed(parser, chunks)


def feed(parser: expat.XMLParserType, chunks: Iterable[bytes]) -> None:
    """Parses the pieces with the parser's own handlers. Raises FileRefused as `walk` does."""

    def doctype(*_: object) -> None:
        raise refusal("xml_entities")

    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = doctype
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError:
        raise refusal("damaged") from None


class _PlainNames(dict[str, str]):
    """Names without their prefixes, worked out once each."""

    def __missing__(self, name: str) -> str:
        short = name.rpartition(":")[2]
        if len(self) < _MOST_NAMES:
            self[name] = short
        return short
