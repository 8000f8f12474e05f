namespace Prover.Proving.Kernels.Simd;

/// <summary>
/// The operations from which the code kernels (encoding and hashing) are built, on vectors of 32-bit words, one
/// implementation per instruction set.
/// Kernels are generic over the implementation, so that one body serves all widths; the vector type itself is a parameter
/// too because wrapping it in a structure of our own would cost register moves.
/// </summary>
/// <typeparam name="TVector">The vector type.</typeparam>
internal unsafe interface ICodeLanes<TVector>
    where TVector : unmanaged
{
    /// <summary>The number of words per vector, a power of two.</summary>
    static abstract int Width { get; }

    /// <summary>The base-2 logarithm of the width.</summary>
    static abstract int LogWidth { get; }

    /// <summary>Reads a vector from any address.</summary>
    static abstract TVector Load(uint* address);

    /// <summary>Writes a vector to any address.</summary>
    static abstract void Store(uint* address, TVector value);

    /// <summary>The same word in all lanes.</summary>
    static abstract TVector Broadcast(uint word);

    /// <summary>The words first, first + 1, first + 2, ... modulo 2^32.</summary>
    static abstract TVector Sequence(uint first);

    /// <summary>The field's sum of representatives below p.</summary>
    static abstract TVector Add(TVector left, TVector right);

    /// <summary>The field's difference of representatives below p.</summary>
    static abstract TVector Subtract(TVector left, TVector right);

    /// <summary>The Montgomery product left·right·2^-32 mod p, below p, if one factor is below p and the other any word.</summary>
    static abstract TVector Multiply(TVector left, TVector right);

    /// <summary>The same product where the second factor's odd lanes are already moved; see <see cref="OddLanes"/>.</summary>
    static abstract TVector Multiply(TVector left, TVector right, TVector rightOdd);

    /// <summary>A vector whose even lanes are the odd lanes of another; one with equal lanes is its own.</summary>
    static abstract TVector OddLanes(TVector value);

    /// <summary>The sum modulo 2^32.</summary>
    static abstract TVector AddWords(TVector left, TVector right);

    /// <summary>The bitwise exclusive or.</summary>
    static abstract TVector Xor(TVector left, TVector right);

    /// <summary>Rotation by 16 bits to the right.</summary>
    static abstract TVector RotateRight16(TVector value);

    /// <summary>Rotation by 12 bits to the right.</summary>
    static abstract TVector RotateRight12(TVector value);

    /// <summary>Rotation by 8 bits to the right.</summary>
    static abstract TVector RotateRight8(TVector value);

    /// <summary>Rotation by 7 bits to the right.</summary>
    static abstract TVector RotateRight7(TVector value);

    /// <summary>All ones in lanes whose sign bit is set, zero elsewhere.</summary>
    static abstract TVector SignMask(TVector value);

    /// <summary>The bitwise and.</summary>
    static abstract TVector And(TVector left, TVector right);

    /// <summary>Whether any lane is zero.</summary>
    static abstract bool AnyZero(TVector value);

    /// <summary>Splits the sequence low, high (2·Width words) into the words at even and at odd places.</summary>
    static abstract void Deinterleave(TVector low, TVector high, out TVector even, out TVector odd);

    /// <summary>Transposes Width vectors: word j of vector i becomes word i of vector j. In place.</summary>
    static abstract void Transpose(TVector* tile);
}
