using Prover.Onnx.Compilation;
using Prover.Onnx.Model;

namespace Prover.Cli.Models;

/// <summary>Whether a quantised model can be proven.</summary>
/// <param name="Compiled">The compiled model, null where it cannot.</param>
/// <param name="Problems">Every node that stands in the way.</param>
internal sealed record ProvableModel(CompiledModel? Compiled, IReadOnlyList<UnsupportedNode> Problems)
{
    /// <summary>Compiles a model.</summary>
    public static ProvableModel Of(byte[] model, string name, CompilationOptions options)
    {
        try
        {
            return new(ModelCompiler.Compile(model, name, options), []);
        }
        catch (ModelNotSupportedException error)
        {
            return new(null, error.Nodes);
        }
        catch (InvalidModelException error)
        {
            return new(null, [new(name, "model", error.Message, null)]);
        }
    }
}
