"""Static files under names that change with their content, so that they can be kept for ever."""

import brotli
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class QuickCompressor(Compressor):
    @staticmethod
    def compress_brotli(data):
        # The default of 11 makes files a tenth smaller and takes half a minute more.
        return brotli.compress(data, quality=5)


class PlannerStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Imports inside scripts keep their names: a script gets addresses from the page that loads it.

    Django can rewrite them, but stops at the examples in the comments of htmx's extensions.
    """

    def create_compressor(self, **kwargs):
        return QuickCompressor(**kwargs)
