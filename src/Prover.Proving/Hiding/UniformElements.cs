using System.Buffers.Binary;
using System.Security.Cryptography;
using Prover.Verifier.Fields;

namespace Prover.Proving.Hiding;

/// <summary>Uniform elements of E from the system's cryptographic generator, by rejection of 31-bit words (SPEC §11.2).</summary>
internal static class UniformElements
{
    /// <summary>The next element.</summary>
    public static KoalaBear5 Next() => new(NextBase(), NextBase(), NextBase(), NextBase(), NextBase());

    private static KoalaBear NextBase()
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        while (true)
        {
            RandomNumberGenerator.Fill(bytes);
            uint word = BinaryPrimitives.ReadUInt32LittleEndian(bytes) & 0x7FFFFFFF;
            if (word < KoalaBear.Order) return new(word);
        }
    }
}
