namespace Prover.Proving.Kernels.Simd;

/// <summary>
/// One machine word of base field elements (Montgomery representatives in 32-bit lanes) and the few instructions from which all
/// algebra kernels are composed. "Wide" values are the same word seen as 64-bit lanes, one per even 32-bit lane: sums of products
/// that have not been reduced. A kernel is generic in the lanes and compiled once per instruction set.
/// </summary>
/// <typeparam name="TSelf">The lanes themselves.</typeparam>
internal unsafe interface ILanes<TSelf>
    where TSelf : unmanaged, ILanes<TSelf>
{
    /// <summary>The number of 32-bit lanes.</summary>
    static abstract int Count { get; }

    /// <summary>False for one lane, which has no odd lane: kernels then skip the odd half.</summary>
    static abstract bool HasOddLanes { get; }

    /// <summary>Loads <see cref="Count"/> words from any address.</summary>
    static abstract TSelf Load(uint* address);

    /// <summary>Stores <see cref="Count"/> words to any address.</summary>
    static abstract void Store(TSelf value, uint* address);

    /// <summary>Asks for the cache line of an address, valid or not, without waiting for it.</summary>
    static abstract void Prefetch(uint* address);

    /// <summary>The word in all lanes.</summary>
    static abstract TSelf Broadcast(uint word);

    /// <summary>The 64-bit word in all wide lanes.</summary>
    static abstract TSelf BroadcastWide(ulong word);

    /// <summary>Sums of field elements.</summary>
    static abstract TSelf Add(TSelf left, TSelf right);

    /// <summary>Differences of field elements.</summary>
    static abstract TSelf Subtract(TSelf left, TSelf right);

    /// <summary>Moves the odd lanes to the even lanes.</summary>
    static abstract TSelf Odd(TSelf value);

    /// <summary>Wide products of the even lanes, unsigned.</summary>
    static abstract TSelf MultiplyEven(TSelf left, TSelf right);

    /// <summary>Wide products of the even lanes as signed 32-bit integers.</summary>
    static abstract TSelf MultiplyEvenSigned(TSelf left, TSelf right);

    /// <summary>Wide sums modulo 2^64.</summary>
    static abstract TSelf AddWide(TSelf left, TSelf right);

    /// <summary>
    /// Brings wide values below 2p·2^32 below p·2^32 without changing them modulo p. The sum of four products of representatives, of
    /// two folded values, or of a folded value and two products may be folded.
    /// </summary>
    static abstract TSelf Fold(TSelf value);

    /// <summary>Montgomery reduction of folded wide values, even and odd, to representatives below p.</summary>
    static abstract TSelf Reduce(TSelf even, TSelf odd);
}
