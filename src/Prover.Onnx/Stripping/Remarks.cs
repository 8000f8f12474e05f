using Prover.Onnx.Model;

namespace Prover.Onnx.Stripping;

/// <summary>What exporters write into models for people: it may say more than an owner wants to publish, and no circuit needs it.</summary>
internal static class Remarks
{
    /// <summary>Removes documentation texts and metadata; names stay, as circuits and interfaces have them.</summary>
    internal static void Remove(ModelProto model)
    {
        model.ClearDocString();
        model.MetadataProps.Clear();
        model.Graph.ClearDocString();
        foreach (ValueInfoProto value in model.Graph.Input.Concat(model.Graph.Output).Concat(model.Graph.ValueInfo)) value.ClearDocString();
        foreach (NodeProto node in model.Graph.Node)
        {
            node.ClearDocString();
            foreach (AttributeProto attribute in node.Attribute) attribute.ClearDocString();
        }
    }
}
