from archive.models import Name
from archive.views.parts import Part

NAMES = Part(
    Name, "Names", (("Name", ("text",)), ("Kind", ("kind",)), ("Language", ("language",)), ("Script", ("script",)))
)
