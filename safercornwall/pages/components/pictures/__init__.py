"""Small pictures that the server draws: each a plain dataclass, and a pure function from it to safe markup.

They stand beside the other components because pages alone show them, and import no model: what a picture shows is
handed to it in numbers and words. `{% picture … %}` draws any of them.
"""
