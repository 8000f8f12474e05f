using Google.Protobuf;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Model;

/// <summary>Turns dense tensors into ONNX ones.</summary>
internal static class TensorProtoWriter
{
    /// <summary>Writes a tensor under a name, elements as raw bytes.</summary>
    internal static TensorProto Write(string name, DenseTensor tensor)
    {
        var proto = new TensorProto { Name = name, DataType = (int)tensor.ElementType, RawData = ByteString.CopyFrom(tensor.Bytes()) };
        proto.Dims.AddRange(tensor.Shape.Select(static size => (long)size));
        return proto;
    }
}
