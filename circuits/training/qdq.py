"""Writes a quantised network as ONNX in QDQ form: every tensor between two nodes passes QuantizeLinear and DequantizeLinear."""

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from quantization import Grid, QuantizedNetwork
from steps import Add, Convolution, Dense, Flatten, GlobalAveragePool, MaxPool, Step

OPSET = 13
IR_VERSION = 8


class QdqWriter:
    """Collects nodes and initialisers of one graph."""

    def __init__(self, network: QuantizedNetwork) -> None:
        self.network = network
        self.nodes: list[onnx.NodeProto] = []
        self.initializers: list[onnx.TensorProto] = []

    def constant(self, name: str, value: np.ndarray) -> str:
        """Adds an initialiser."""
        self.initializers.append(numpy_helper.from_array(np.asarray(value), name))
        return name

    def node(self, kind: str, inputs: list[str], output: str, **attributes: object) -> str:
        """Adds a node with one output, named as its output."""
        self.nodes.append(helper.make_node(kind, inputs, [output], name=output, **attributes))
        return output

    def requantized(self, name: str, source: str, grid: Grid) -> None:
        """QuantizeLinear and DequantizeLinear behind the float tensor `source`; the results are `name`_q and `name`_dq."""
        scale = self.constant(f"{name}_scale", np.float32(grid.scale))
        zero = self.constant(f"{name}_zero_point", np.uint8(grid.zero_point))
        self.node("QuantizeLinear", [source, scale, zero], f"{name}_q")
        last = name == self.network.steps[-1].name
        self.node("DequantizeLinear", [f"{name}_q", scale, zero], "logits" if last else f"{name}_dq")

    def dequantized(self, name: str, values: np.ndarray, scale: np.ndarray) -> str:
        """DequantizeLinear of an integer initialiser with one scale per output channel (axis 0)."""
        inputs = [
            self.constant(name, values), self.constant(f"{name}_scale", scale),
            self.constant(f"{name}_zero_point", np.zeros(len(scale), values.dtype))]
        return self.node("DequantizeLinear", inputs, f"{name}_dq", axis=0)

    def write_step(self, step: Step) -> None:
        """The float node of a step between its Q and DQ nodes."""
        inputs = [f"{source}_dq" for source in step.sources()]
        relu = isinstance(step, Convolution | Dense | Add) and step.relu
        output = f"{step.name}_sum" if relu else f"{step.name}_float"
        if isinstance(step, Convolution | Dense):
            layer = self.network.layers[step.name]
            inputs.append(self.dequantized(f"{step.name}_weight", layer.weight, layer.weight_scale))
            inputs.append(self.dequantized(f"{step.name}_bias", layer.bias, layer.bias_scale))
        match step:
            case Convolution():
                self.node("Conv", inputs, output, kernel_shape=list(step.weight.shape[2:]),
                          strides=[step.stride] * 2, pads=[step.pad] * 4)
            case Dense():
                self.node("Gemm", inputs, output, transB=1)
            case Add():
                self.node("Add", inputs, output)
            case MaxPool():
                self.node("MaxPool", inputs, output, kernel_shape=[step.size] * 2, strides=[step.size] * 2)
            case GlobalAveragePool():
                self.node("GlobalAveragePool", inputs, output)
            case Flatten():
                self.node("Flatten", inputs, output, axis=1)
            case _:
                raise TypeError(type(step))
        if relu:
            output = self.node("Relu", [output], f"{step.name}_float")
        self.requantized(step.name, output, self.network.grids[step.name])


def qdq_model(name: str, network: QuantizedNetwork, input_shape: list[int], classes: int) -> onnx.ModelProto:
    """The checked model: input float32 [batch, *input_shape] in 0..1, output float32 [batch, classes]."""
    writer = QdqWriter(network)
    writer.requantized("input", "input", network.grids["input"])
    for step in network.steps:
        writer.write_step(step)
    graph = helper.make_graph(
        writer.nodes, name,
        [helper.make_tensor_value_info("input", TensorProto.FLOAT, ["batch", *input_shape])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", classes])],
        writer.initializers)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="circuits/training")
    model.ir_version = IR_VERSION
    onnx.checker.check_model(model, full_check=True)
    return model
