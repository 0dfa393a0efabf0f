from typing import Any

from medborger.people.models import Organisation


def make_organisation(name: str = "Boligforeningen Lundely", **fields: Any) -> Organisation:
    ordinary = {"kind": Organisation.Kind.HOUSING}
    return Organisation.objects.create(name=name, **ordinary | fields)
