"""A TensorFlow Lite model of one LSTM, written by the flatbuffers package, and its run by the interpreter."""

from __future__ import annotations

import flatbuffers
import numpy as np
import tflite

from lstm_docs import frameworks
from lstm_docs.models.tflite_file import PLACES

STEPS, BATCH = 4, 1
INPUTS = 24
H_STATE, C_STATE = 18, 19


def model(network, tensors, *, clip=0.0, quantised=False, zero=0, code=44):
    """The bytes of a model whose only operator is UNIDIRECTIONAL_SEQUENCE_LSTM over (B, T, I).

    `quantised`: its matrices are of int8, or where 0 stands as another integer, `zero`, of uint8.
    """
    builder = flatbuffers.Builder(1 << 16)
    recurrent = network.recurrent(0)
    listed = [("x", (BATCH, STEPS, network.input), None, False), ("y", (BATCH, STEPS, recurrent), None, False)]
    listed += [("h", (BATCH, recurrent), None, True), ("c", (BATCH, network.widths[0]), None, True)]
    inputs = [-1] * INPUTS
    inputs[0], inputs[H_STATE], inputs[C_STATE] = 0, 2, 3
    for name, array in tensors.items():
        inputs[PLACES[name]] = len(listed)
        listed.append((f"layer/{name}", array.shape, array.astype(np.float32), False))
    buffers, offsets = [_buffer(builder, None)], []
    for name, shape, array, variable in listed:
        small = quantised and array is not None and array.ndim == 2
        scale = float(abs(array).max() / 127) if small else 0.0
        data = (np.round(array / scale) + zero).astype(np.uint8 if zero else np.int8) if small else array
        buffers.append(_buffer(builder, data))
        place = len(buffers) - 1 if array is not None else 0
        offsets.append(_tensor(builder, name, shape, place, (scale, zero), variable=variable))
    tflite.UnidirectionalSequenceLSTMOptionsStart(builder)
    tflite.UnidirectionalSequenceLSTMOptionsAddFusedActivationFunction(builder, tflite.ActivationFunctionType.TANH)
    tflite.UnidirectionalSequenceLSTMOptionsAddCellClip(builder, clip)
    options = tflite.UnidirectionalSequenceLSTMOptionsEnd(builder)
    read, written = _ints(builder, inputs), _ints(builder, [1])
    tflite.OperatorStart(builder)
    tflite.OperatorAddOpcodeIndex(builder, 0)
    tflite.OperatorAddInputs(builder, read)
    tflite.OperatorAddOutputs(builder, written)
    tflite.OperatorAddBuiltinOptionsType(builder, tflite.BuiltinOptions.UnidirectionalSequenceLSTMOptions)
    tflite.OperatorAddBuiltinOptions(builder, options)
    operator = tflite.OperatorEnd(builder)
    all_tensors, operators = _offsets(builder, offsets), _offsets(builder, [operator])
    given, taken = _ints(builder, [0]), _ints(builder, [1])
    tflite.SubGraphStart(builder)
    tflite.SubGraphAddTensors(builder, all_tensors)
    tflite.SubGraphAddInputs(builder, given)
    tflite.SubGraphAddOutputs(builder, taken)
    tflite.SubGraphAddOperators(builder, operators)
    graph = tflite.SubGraphEnd(builder)
    tflite.OperatorCodeStart(builder)
    tflite.OperatorCodeAddDeprecatedBuiltinCode(builder, code)
    tflite.OperatorCodeAddBuiltinCode(builder, 44)
    tflite.OperatorCodeAddVersion(builder, 1)
    code = tflite.OperatorCodeEnd(builder)
    codes, graphs, held = _offsets(builder, [code]), _offsets(builder, [graph]), _offsets(builder, buffers)
    tflite.ModelStart(builder)
    tflite.ModelAddVersion(builder, 3)
    tflite.ModelAddOperatorCodes(builder, codes)
    tflite.ModelAddSubgraphs(builder, graphs)
    tflite.ModelAddBuffers(builder, held)
    builder.Finish(tflite.ModelEnd(builder), b"TFL3")
    return bytes(builder.Output())


def _buffer(builder, array):
    data = builder.CreateByteVector(array.tobytes()) if array is not None else None
    tflite.BufferStart(builder)
    if data is not None:
        tflite.BufferAddData(builder, data)
    return tflite.BufferEnd(builder)


def _tensor(builder, name, shape, buffer, scaled, *, variable):
    label, sides, quantised = builder.CreateString(name), _ints(builder, shape), None
    scale, zero = scaled
    small = tflite.TensorType.UINT8 if zero else tflite.TensorType.INT8
    if scale:
        tflite.QuantizationParametersStartScaleVector(builder, 1)
        builder.PrependFloat32(scale)
        scales = builder.EndVector()
        tflite.QuantizationParametersStartZeroPointVector(builder, 1)
        builder.PrependInt64(zero)
        zeros = builder.EndVector()
        tflite.QuantizationParametersStart(builder)
        tflite.QuantizationParametersAddScale(builder, scales)
        tflite.QuantizationParametersAddZeroPoint(builder, zeros)
        quantised = tflite.QuantizationParametersEnd(builder)
    tflite.TensorStart(builder)
    tflite.TensorAddName(builder, label)
    tflite.TensorAddShape(builder, sides)
    tflite.TensorAddType(builder, small if scale else tflite.TensorType.FLOAT32)
    tflite.TensorAddBuffer(builder, buffer)
    tflite.TensorAddIsVariable(builder, variable)
    if quantised is not None:
        tflite.TensorAddQuantization(builder, quantised)
    return tflite.TensorEnd(builder)


def _ints(builder, numbers):
    builder.StartVector(4, len(numbers), 4)
    for number in reversed(numbers):
        builder.PrependInt32(number)
    return builder.EndVector()


def _offsets(builder, several):
    builder.StartVector(4, len(several), 4)
    for one in reversed(several):
        builder.PrependUOffsetTRelative(one)
    return builder.EndVector()


def run(content, x):
    """The interpreter's output (T, B, R) on x (T, B, I)."""
    from ai_edge_litert.interpreter import Interpreter

    interpreter = Interpreter(model_content=content)
    interpreter.allocate_tensors()
    interpreter.set_tensor(interpreter.get_input_details()[0]["index"], x.transpose(1, 0, 2).astype(np.float32))
    interpreter.invoke()
    return interpreter.get_tensor(interpreter.get_output_details()[0]["index"]).transpose(1, 0, 2)


def packed(network, weights):
    """The tensors of the row."""
    return frameworks.pack("tflite", weights, network)
