from .commentary_entry import commentary_entry
from .figure_entry import figure_entry
from .figure_history import figure_history
from .figure_removal import figure_removal
from .indicators import indicator_list
from .reporting import indicator_reporting
from .round_closing import round_close, round_reopen
from .rounds import round_list, round_page
from .upload_erase import upload_erase
from .upload_marked import upload_marked
from .upload_new import upload_new
from .upload_steps import (
    upload_accept,
    upload_apply,
    upload_check,
    upload_columns,
    upload_discard,
    upload_undo,
)
from .upload_template import upload_template, upload_template_file
from .uploads import upload, upload_file, upload_list, upload_progress, upload_rows

__all__ = [
    "commentary_entry",
    "figure_entry",
    "figure_history",
    "figure_removal",
    "indicator_list",
    "indicator_reporting",
    "round_close",
    "round_list",
    "round_page",
    "round_reopen",
    "upload",
    "upload_accept",
    "upload_apply",
    "upload_check",
    "upload_columns",
    "upload_discard",
    "upload_erase",
    "upload_file",
    "upload_list",
    "upload_marked",
    "upload_new",
    "upload_progress",
    "upload_rows",
    "upload_template",
    "upload_template_file",
    "upload_undo",
]
