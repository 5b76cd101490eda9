import signal
import threading

from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError, connections

from core.health.signs import Beats, Of, forget_old_workers, gone
from core.jobs import queue

SECONDS_BETWEEN = 2.0


class Command(BaseCommand):
    help = (
        "Checks, applies and takes back uploads, and makes board packs, one after another, until it is stopped. Several may run"
        " at once; what one was doing when it was killed is taken over by another."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--once", action="store_true", help="Do what there is to do now, and end."
        )

    def handle(self, *args, **options):
        if options["once"]:
            done = queue.work()
            self.stdout.write(f"{done} job{'' if done == 1 else 's'} done.")
            return
        worker = queue.name_of_worker()
        forget_old_workers()
        self.work(worker)
        gone(Of.WORKER, worker)

    def work(self, worker):
        stopped, beats = threading.Event(), Beats(worker)
        for number in (signal.SIGTERM, signal.SIGINT):
            # What is under way is finished first.
            signal.signal(number, lambda *_: stopped.set())
        while not stopped.is_set():
            try:
                beats.beat()
                queue.work(worker, stop=stopped.is_set)
            except (OperationalError, InterfaceError) as why:
                self.stderr.write(f"The database does not answer; trying again. {why}")
            connections.close_all()
            stopped.wait(SECONDS_BETWEEN)
