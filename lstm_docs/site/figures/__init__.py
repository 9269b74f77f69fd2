"""Pictures as SVG, written from the same sizes as the formulas beside them."""

from .cell_rnn import rnn_cell
from .curves import curves
from .dots import dots
from .encoder_decoder import encoder_decoder
from .epochs import epochs
from .family_tree import family_tree
from .gate import gate
from .heat import heat
from .loop import loop
from .matrices import product, thumbnail
from .measured_expected import against
from .one_hot import one_hot
from .over_steps import over_steps
from .packed import packed
from .returns import return_sequences
from .scores import scores
from .settings import settings
from .squashing import squashing
from .stacked import stacked
from .to_scale import to_scale
from .triangles import triangles
from .units import network
from .unrolled import unrolled
from .windows import windows
from .wired import Look, told, wired

__all__ = [
    "Look",
    "against",
    "curves",
    "dots",
    "encoder_decoder",
    "epochs",
    "family_tree",
    "gate",
    "heat",
    "loop",
    "network",
    "one_hot",
    "over_steps",
    "packed",
    "product",
    "return_sequences",
    "rnn_cell",
    "scores",
    "settings",
    "squashing",
    "stacked",
    "thumbnail",
    "to_scale",
    "told",
    "triangles",
    "unrolled",
    "windows",
    "wired",
]
