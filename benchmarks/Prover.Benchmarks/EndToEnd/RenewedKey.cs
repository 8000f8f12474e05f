using Prover.Proving;
using Prover.Proving.Circuits;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Soundness;

namespace Prover.Benchmarks.EndToEnd;

/// <summary>A proving key that is made anew, off the clock, when its proofs no longer hide private weights.</summary>
internal sealed class RenewedKey(Network network, SecurityProfile profile, EndToEndOptions options) : IDisposable
{
    private readonly ProvingOptions proving = new() { Threads = options.Threads };
    private ProvingKey key = ProvingKey.Create(network, profile, options.Threads);
    private int proofs;

    /// <summary>The verification key of the proofs since the last renewal.</summary>
    public VerificationKey Verification => key.Verification;

    /// <summary>Makes sure that one more proof is possible.</summary>
    public void Renew()
    {
        if (network.Circuit.ModelProofs == 0 || proofs < network.Circuit.ModelProofs) return;
        key.Dispose();
        key = ProvingKey.Create(network, profile, options.Threads);
        proofs = 0;
    }

    /// <summary>Makes one proof.</summary>
    public ProvenRun Prove(int[][] inputs)
    {
        proofs++;
        return key.Prove(inputs, [], proving);
    }

    /// <inheritdoc/>
    public void Dispose() => key.Dispose();
}
