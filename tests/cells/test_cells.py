from __future__ import annotations

import pytest
import sympy

from lstm_docs import cells
from lstm_docs.cells.cell import Cell
from lstm_docs.cells.nodes import Symbol, let, sigmoid, tanh, weights
from lstm_docs.cells.sizes import H, I, P
from lstm_docs.derive.reasons import reason
from lstm_docs.ground.errors import ConformError, LstmDocsError, UnknownNameError
from lstm_docs.network import Network
from lstm_docs.reference.weights import WEIGHT_NAMES, weight_shapes
from tests.every_cell import EVERY, PROJECTED, WITNESSED


@pytest.mark.parametrize("name", WITNESSED)
@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("projected", [True, False])
def test_the_solved_sizes_are_those_an_engineer_writes_down(name, bias, projected):
    if projected and name not in PROJECTED:
        return
    net = Network(cell=name, input=7, hidden=5, projection=3 if projected else None, bias=bias)
    solved = cells.sizes_of(net.equations)
    sizes = {I: 7, H: 5, P: 3}
    shapes = {w.name: tuple(int(s.subs(sizes)) for s in solved.shape(w)) for w in net.equations.weights}
    assert shapes == weight_shapes(net, 0)


def test_what_the_reference_computes_by_hand_is_a_cell():
    assert set(WEIGHT_NAMES) <= set(EVERY)


def test_the_reason_for_a_size_is_the_shortest_chain():
    conformed = cells.sizes_of(cells.build("lstm"))
    assert reason(conformed, conformed.named("W_f")) == (
        "rows of $W_{f}$ = rows of $f_{t}$ = rows of $c_{t-1}$ = $H$; columns of $W_{f}$ = rows of $x_{t}$ = $I$"
    )
    assert reason(conformed, conformed.named("b_o")).startswith("rows of $b_{o}$ = rows of $o_{t}$")


def _cell(*equations):
    x, h = Symbol("x_t", "input", I), Symbol("h_t-1", "state", H)
    return Cell("test", "test", x, (h,), tuple(equations)), x, h


def test_sizes_that_cannot_agree_are_refused_with_both_sides():
    (W,) = weights("W_h")
    x, h = Symbol("x_t", "input", I), Symbol("h_t-1", "state", H)
    cell = Cell("test", "test", x, (h,), (let("h_t", tanh(W @ x) * x),))
    with pytest.raises(ConformError, match=r"x_t is I×1 and h_t-1 is H×1.*I ≠ H"):
        cells.conform(cell)


def test_a_size_that_nothing_determines_is_refused():
    W, V = weights("W_h V_h")
    x, h = Symbol("x_t", "input", I), Symbol("h_t-1", "state", H)
    cell = Cell("test", "test", x, (h,), (let("m_t", sigmoid(W @ x)), let("h_t", V @ let("n_t", sigmoid(W @ x)) + h)))
    with pytest.raises(ConformError, match="nothing determines the"):
        cells.conform(cell)


def test_a_gru_cannot_be_projected_and_the_error_says_why():
    with pytest.raises(ConformError, match=r"h_t-1 is P×1 and m_t is H×1.*z_t with h_t-1"):
        Network(cell="gru-reset-after", input=3, hidden=4, projection=2)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"hidden": 0}, "hidden must be from 1 to 1,048,576, not 0"),
        ({"hidden": -3}, "hidden must be from 1 to 1,048,576, not -3"),
        ({"hidden": 10**12}, "hidden must be from 1 to 1,048,576, not 1,000,000,000,000"),
        ({"hidden": 10**400}, "a number of more than 24 digits"),
        ({"hidden": "twelve"}, "hidden must be a whole number from 1 to 1,048,576, not 'twelve'"),
        ({"hidden": 2.5}, "hidden must be a whole number"),
        ({"hidden": True}, "hidden must be a whole number"),
        ({"hidden": 2, "input": 0}, "input must be from 1"),
        ({"hidden": 2, "layers": 0}, "layers must be from 1"),
        ({"hidden": 2, "layers": 5000}, "layers must be at most 1,024"),
        ({"hidden": (2, 3), "layers": 3}, "2 sizes in hidden for 3 layers"),
        ({"hidden": (2, 0)}, "hidden of layer 1 must be from 1"),
        ({"hidden": ()}, "0 sizes in hidden"),
        ({"hidden": 2, "projection": 0}, "projection must be from 1"),
        ({"hidden": 2, "cell": "lsmt"}, "unknown cell 'lsmt'; did you mean 'lstm'?"),
    ],
)
def test_bad_networks_are_refused_in_one_line(options, message):
    with pytest.raises(LstmDocsError) as caught:
        Network(**{"input": 3, **options})
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_nodes_are_not_equal_by_value():
    left, right = weights("W_f W_f")
    assert left != right


def test_every_cell_names_its_paper_and_what_it_does():
    for name in EVERY:
        assert cells.build(name).summary
        assert "," in cells.CELLS[name].text.source


def test_solved_sizes_are_sympy_symbols_of_positive_integers():
    for size in cells.sizes_of(cells.build("lstm")).sizes.values():
        assert size == 1 or (size.is_integer and size.is_positive)
    assert isinstance(I, sympy.Symbol)


@pytest.mark.parametrize(
    ("typed", "meant", "hint"),
    [
        ("lstm", "lstm", ""),
        ("LSTM", "lstm", "'LSTM' is read as lstm"),
        ("CuDNNLSTM", "lstm", "'CuDNNLSTM' is read as lstm"),
        ("gru", "gru-reset-after", "the other is gru-reset-before"),
        ("GRU", "gru-reset-after", "the other is gru-reset-before"),
        ("GRU Reset Before", "gru-reset-before", "'GRU Reset Before' is read as gru-reset-before"),
        ("rnn", "rnn-tanh", "the other is rnn-relu"),
        ("SimpleRNN", "rnn-tanh", "the other is rnn-relu"),
        ("MGUCell", "mgu", "'MGUCell' is read as mgu"),
        ("MultiplicativeLSTM", "mlstm-multiplicative", "is read as mlstm-multiplicative"),
    ],
)
def test_a_cell_is_found_by_what_people_call_it(typed, meant, hint):
    assert Network(cell=typed, input=3, hidden=2) == Network(cell=meant, input=3, hidden=2)
    assert hint in cells.hint(typed)
    assert bool(hint) is bool(cells.hint(typed))


@pytest.mark.parametrize("typed", ["lsmt", "", "transformer", "x" * 50_000])
def test_what_nobody_calls_a_cell_is_refused(typed):
    with pytest.raises(UnknownNameError, match="did you mean 'lstm'"):
        Network(cell="LSTMM", input=3, hidden=2)
    assert cells.hint(typed) == ""
    with pytest.raises(UnknownNameError):
        Network(cell=typed, input=3, hidden=2)
