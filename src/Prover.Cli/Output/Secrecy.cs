using System.Text.Json.Nodes;
using Prover.Verifier.Circuits;

namespace Prover.Cli.Output;

/// <summary>What proofs hide, in words that promise no more than SPEC §11 shows.</summary>
internal static class Secrecy
{
    /// <summary>The name of the field for people.</summary>
    public const string Field = "zero knowledge";

    /// <summary>One line about a circuit.</summary>
    public static string Words(Circuit circuit) => circuit.ModelProofs == 0
        ? Words(circuit.Hiding)
        : "inputs and outputs that are not public, all intermediate values and weights are hidden, in "
            + $"{Quantity.Count(circuit.ModelProofs, "proof")} of a key";

    /// <summary>The same as fields of JSON.</summary>
    public static void AddTo(JsonObject json, Circuit circuit)
    {
        AddTo(json, circuit.Hiding);
        json["weights_hidden"] = circuit.ModelProofs > 0;
        json["proofs_per_key"] = circuit.ModelProofs > 0 ? circuit.ModelProofs : null;
    }

    /// <summary>One line.</summary>
    /// <param name="hiding">Whether the circuit's proofs hide (SPEC §11).</param>
    public static string Words(bool hiding) => hiding
        ? "inputs and outputs that are not public and all intermediate values are hidden; weights are public"
        : "no: proofs may reveal inputs, outputs and intermediate values that are not public, and weights";

    /// <summary>The same as fields of JSON.</summary>
    public static void AddTo(JsonObject json, bool hiding)
    {
        json["zero_knowledge"] = hiding;
        json["weights_hidden"] = false;
    }
}
