from django.apps import AppConfig


class ExportsConfig(AppConfig):
    name = "safercornwall.exports"

    def ready(self):
        from core.jobs.kinds import add_kind
        from safercornwall.exports.models import BoardPack
        from safercornwall.exports.packs.making import make_pack
        from safercornwall.exports.packs.retention import add_rules

        add_kind(BoardPack, make_pack)
        add_rules()
