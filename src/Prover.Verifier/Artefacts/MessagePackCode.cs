namespace Prover.Verifier.Artefacts;

/// <summary>First bytes of MessagePack values (github.com/msgpack/msgpack, spec.md, section "Formats").</summary>
internal static class MessagePackCode
{
    /// <summary>Greatest integer that is its own encoding.</summary>
    public const byte MaxFixInt = 0x7F;

    /// <summary>First byte of maps of up to 15 entries.</summary>
    public const byte FixMap = 0x80;

    /// <summary>First byte of arrays of up to 15 elements.</summary>
    public const byte FixArray = 0x90;

    /// <summary>First byte of strings of up to 31 bytes.</summary>
    public const byte FixStr = 0xA0;

    /// <summary>Nil.</summary>
    public const byte Nil = 0xC0;

    /// <summary>False; true follows.</summary>
    public const byte False = 0xC2;

    /// <summary>True.</summary>
    public const byte True = 0xC3;

    /// <summary>Bytes with a length of 8 bits; the forms of 16 and 32 bits follow.</summary>
    public const byte Bin8 = 0xC4;

    /// <summary>A non-negative integer of 8 bits; the forms of 16, 32 and 64 bits follow.</summary>
    public const byte UInt8 = 0xCC;

    /// <summary>A signed integer of 8 bits; the forms of 16, 32 and 64 bits follow.</summary>
    public const byte Int8 = 0xD0;

    /// <summary>A string with a length of 8 bits; the forms of 16 and 32 bits follow.</summary>
    public const byte Str8 = 0xD9;

    /// <summary>An array with a count of 16 bits; the form of 32 bits follows.</summary>
    public const byte Array16 = 0xDC;

    /// <summary>A map with a count of 16 bits; the form of 32 bits follows.</summary>
    public const byte Map16 = 0xDE;

    /// <summary>Least first byte of the negative integers -32 to -1.</summary>
    public const byte MinNegativeFixInt = 0xE0;
}
