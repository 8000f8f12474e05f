using Prover.Cli.Failures;
using Prover.Verifier.Arguments;
using Prover.Verifier.Circuits;
using Prover.Verifier.Hashing;

namespace Prover.Cli.Models;

/// <summary>`verify --expect`: digests that a proof must have.</summary>
internal static class DigestDemand
{
    /// <summary>What is not as demanded, or null.</summary>
    /// <param name="circuit">The circuit.</param>
    /// <param name="statement">A statement that fits it.</param>
    /// <param name="demands">NAME=DIGEST; NAME is that of a hashed input or output, or `input` or `output` if there is one only.</param>
    /// <exception cref="CommandFailure">A demand is not of that form.</exception>
    public static string? FindDifference(Circuit circuit, Statement statement, IEnumerable<string> demands)
    {
        string? difference = null;
        foreach ((int tensor, Digest digest) in demands.Select(demand => Parse(circuit, demand)))
        {
            Digest found = statement.HashedDigests[tensor];
            if (found == digest) continue;
            HashedTensor hashed = circuit.Hashed[tensor];
            difference ??= $"{(hashed.IsInput ? "input" : "output")} {hashed.Name} has digest {found}, not {digest}";
        }
        return difference;
    }

    /// <summary>Checks the form of demands before a proof is looked at.</summary>
    /// <exception cref="CommandFailure">A demand is not of that form.</exception>
    public static void Check(Circuit circuit, IEnumerable<string> demands)
    {
        foreach (string demand in demands) _ = Parse(circuit, demand);
    }

    private static (int Tensor, Digest Digest) Parse(Circuit circuit, string demand)
    {
        int equals = demand.LastIndexOf('=');
        string name = demand[..Math.Max(0, equals)], text = demand[(equals + 1)..];
        if (equals < 1 || text.Length != 2 * Digest.Bytes || !text.All(char.IsAsciiHexDigit))
        {
            throw CommandFailure.Usage(
                $"--expect {demand}: not NAME=DIGEST with 64 hexadecimal digits", "`prover commitment` prints digests");
        }
        int[] found = [.. Enumerable.Range(0, circuit.Hashed.Length).Where(i => circuit.Hashed[i].Name == name)];
        if (found.Length == 0 && name is "input" or "output")
        {
            found = [.. Enumerable.Range(0, circuit.Hashed.Length).Where(i => circuit.Hashed[i].IsInput == (name == "input"))];
        }
        if (found.Length != 1)
        {
            string known = string.Join(", ", circuit.Hashed.Select(tensor => tensor.Name));
            throw CommandFailure.Usage(
                $"--expect: {name} is not one hashed input or output",
                known.Length == 0 ? "the circuit hashes none; compile with --visibility" : $"hashed: {known}");
        }
        return (found[0], Digest.FromHex(text));
    }
}
