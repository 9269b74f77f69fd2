"""Training in NumPy: heads, Adam, clipping, dropout, early stopping, cross-validation. Seeded and repeatable."""

from .adam import Adam, clip_by_global_norm
from .dropout import Dropout, Masks
from .fit import Fitted, Settings, fit, loss, predict, step
from .folds import Fold, forward_chaining, grouped_k_fold, hold_out, k_fold
from .heads import HEADS, IGNORED, Head
from .model import Model, initial
from .passes import logits, loss_and_gradient
from .sequences import Sequences
from .streams import Stream

__all__ = [
    "HEADS",
    "IGNORED",
    "Adam",
    "Dropout",
    "Fitted",
    "Fold",
    "Head",
    "Masks",
    "Model",
    "Sequences",
    "Settings",
    "Stream",
    "clip_by_global_norm",
    "fit",
    "forward_chaining",
    "grouped_k_fold",
    "hold_out",
    "initial",
    "k_fold",
    "logits",
    "loss",
    "loss_and_gradient",
    "predict",
    "step",
]
