"""Static files under names that change with their content, so that they can be kept for ever."""

import brotli
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

# What is larger takes long to make small: half a minute for all, and a tenth gained.
SMALL = 200_000


class QuickCompressor(Compressor):
    @staticmethod
    def compress_brotli(data):
        return brotli.compress(data, quality=11 if len(data) < SMALL else 5)


class PlannerStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Imports inside scripts keep their names: a script gets addresses from the page that loads it.

    Django can rewrite them, but stops at the examples in the comments of htmx's extensions.
    """

    def create_compressor(self, **kwargs):
        return QuickCompressor(**kwargs)
