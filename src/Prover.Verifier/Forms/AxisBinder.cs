using Prover.Verifier.Circuits;
using Prover.Verifier.Fields;
using Prover.Verifier.Layouts;

namespace Prover.Verifier.Forms;

/// <summary>Binds index expressions, each different one once: equal results are the same object (SPEC §5.9).</summary>
internal sealed class AxisBinder
{
    private readonly Dictionary<Key, (KoalaBear5 Scale, AxisVector Vector)?> bound = [];

    /// <summary>The vector and a scalar factor, or null when the vector is 0; see <see cref="AxisBinding.Bind"/>.</summary>
    public (KoalaBear5 Scale, AxisVector Vector)? Bind(AffineIndex index, AxisChunk chunk, VariableWeights[]?[] weights)
    {
        var key = new Key(index, chunk, weights);
        if (!bound.TryGetValue(key, out (KoalaBear5, AxisVector)? result))
        {
            result = AxisBinding.Bind(index, chunk, weights);
            bound.Add(key, result);
        }
        return result;
    }

    /// <summary>An expression with the weights in place of its variables; weights are compared by identity.</summary>
    private sealed class Key : IEquatable<Key>
    {
        private readonly AxisChunk chunk;
        private readonly int shift;
        private readonly int[] strides;
        private readonly VariableWeights[][] weights;

        public Key(AffineIndex index, AxisChunk chunk, VariableWeights[]?[] weights)
        {
            this.chunk = chunk;
            shift = index.Shift;
            strides = [.. index.Terms.Select(term => term.Stride)];
            this.weights = [.. index.Terms.Select(term => weights[term.Variable]!)];
        }

        public bool Equals(Key? other)
        {
            if (other is null || chunk != other.chunk || shift != other.shift) return false;
            if (!strides.AsSpan().SequenceEqual(other.strides)) return false;
            for (int term = 0; term < weights.Length; term++)
            {
                if (weights[term].Length != other.weights[term].Length) return false;
                for (int i = 0; i < weights[term].Length; i++)
                {
                    if (!ReferenceEquals(weights[term][i], other.weights[term][i])) return false;
                }
            }
            return true;
        }

        public override bool Equals(object? obj) => Equals(obj as Key);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            hash.Add(chunk);
            hash.Add(shift);
            foreach (int stride in strides) hash.Add(stride);
            foreach (VariableWeights[] list in weights)
            {
                foreach (VariableWeights weight in list) hash.Add(weight);
            }
            return hash.ToHashCode();
        }
    }
}
