namespace Prover.Verifier.Artefacts;

/// <summary>
/// Bounds on circuits (SPEC §8.3), so that a verifier's time and memory are bounded whatever key it is given. They are far above
/// what a network of a billion weights needs in counts, and equal to what the argument can hold in sizes.
/// </summary>
public static class CircuitLimits
{
    /// <summary>Greatest number of bytes of an encoded circuit.</summary>
    public const int Bytes = 1 << 22;

    /// <summary>Greatest number of values of fixed tensors.</summary>
    public const int FixedValues = 1 << 24;

    /// <summary>Greatest number of bytes of a name.</summary>
    public const int NameBytes = 256;

    /// <summary>Greatest number of tensors, and of boxes of rows, and of linear constraints.</summary>
    public const int Tensors = 1 << 16;

    /// <summary>Greatest number of axes of a tensor, a box of rows or a constraint's box.</summary>
    public const int Rank = 8;

    /// <summary>Greatest number of columns of a row.</summary>
    public const int Columns = 32;

    /// <summary>Greatest number of summands of a column, and of terms of a linear constraint.</summary>
    public const int Terms = 1 << 12;

    /// <summary>Greatest log2 of the number of leaves, of stored elements of each vector and of a segment, padding included.</summary>
    public const int LogSize = 28;

    /// <summary>Greatest log2 of the number of leaves, of stored elements of each vector and of a segment, as a number.</summary>
    public const long Size = 1L << LogSize;

    /// <summary>Greatest number of public values.</summary>
    public const int PublicValues = 1 << 24;

    /// <summary>Greatest number of hashed tensors.</summary>
    public const int HashedTensors = 16;

    /// <summary>Greatest number of the entries of a linear constraint: it is the degree of a polynomial in a challenge.</summary>
    public const long ConstraintEntries = 1L << 40;

    /// <summary>Greatest number of proofs of a key that hide the model.</summary>
    public const int ModelProofs = (1 << Layouts.CircuitLayout.GreatestLogRows) / Layouts.CircuitLayout.RowsPerModelProof;

    /// <summary>Greatest number of blocks of all tensors, and of all boxes of rows.</summary>
    public const int Blocks = 1 << 16;

    /// <summary>Greatest number of multiplications that the linear forms may cost the verifier, roughly.</summary>
    public const long FormWork = 1L << 26;
}
