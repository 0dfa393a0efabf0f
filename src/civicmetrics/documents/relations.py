"""How the parts of an Office document point to one another."""

from civicmetrics.documents.packages import Package
from civicmetrics.documents.text import Refused
from civicmetrics.documents.walking import attribute, local


def ordered(package: Package, main: str, tag: str) -> list[str]:
    """The parts that `main` lists with `tag`, in its order."""
    if main not in package:
        raise Refused("damaged")
    known = targets(package, main)
    listed = [one for one in package.xml(main).iter() if local(one) == tag]
    # An id of its own may stand beside that of the relation, which has a namespace.
    keys = [v for one in listed for k, v in one.items() if k.startswith("{") and k.endswith("}id")]
    return [known[key] for key in keys if known.get(key, "") in package]


def targets(package: Package, name: str) -> dict[str, str]:
    """What a part points to, by relation id."""
    folder, _, file = name.rpartition("/")
    relations = f"{folder}/_rels/{file}.rels"
    if relations not in package:
        return {}
    return {
        attribute(one, "Id"): _resolve(folder, attribute(one, "Target"))
        for one in package.xml(relations)
    }


def _resolve(folder: str, target: str) -> str:
    """
    >>> _resolve("ppt/notesSlides", "../slides/slide1.xml")
    'ppt/slides/slide1.xml'
    """
    path = [] if target.startswith("/") else folder.split("/")
    for step in target.strip("/").split("/"):
        if step == ".." and path:
            path.pop()
        elif step not in ("", "."):
            path.append(step)
    return "/".join(path)
