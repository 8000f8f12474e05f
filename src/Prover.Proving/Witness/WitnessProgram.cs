using Prover.Proving.Circuits;

namespace Prover.Proving.Witness;

/// <summary>Computes witnesses of a network with the processor's vector instructions. It may be used by several threads.</summary>
public sealed class WitnessProgram
{
    private readonly Network network;

    /// <summary>Prepares a network.</summary>
    public WitnessProgram(Network network) => this.network = network;

    /// <summary>Runs the network on quantised inputs.</summary>
    /// <param name="inputs">For each input of the network its quantised values, row-major.</param>
    /// <param name="threads">The greatest number of threads.</param>
    /// <exception cref="ArgumentException">An input has another size or a value outside its range.</exception>
    public WitnessTrace Execute(int[][] inputs, int threads) => throw new NotImplementedException(network.ToString());

    /// <summary>The quantised values of an output, row-major.</summary>
    public int[] Output(WitnessTrace trace, int output) => throw new NotImplementedException();
}
