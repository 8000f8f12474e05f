namespace Prover.Verifier.Soundness;

/// <summary>
/// A level of proven security and the proofs of work a prover may be asked for (SPEC §7.1). All other parameters follow from it
/// and the shape of the commitments.
/// </summary>
public sealed class SecurityProfile
{
    /// <summary>100 bits without any proof of work.</summary>
    public static readonly SecurityProfile P100 = new("P100", 100, 0, 0, 0);

    /// <summary>128 bits with proofs of work of at most 20 bits.</summary>
    public static readonly SecurityProfile P128 = new("P128", 128, 20, 20, 16);

    internal SecurityProfile(string name, int bits, int foldWorkLimit, int queryWork, int lookupWork)
    {
        Name = name;
        Bits = bits;
        FoldWorkLimit = foldWorkLimit;
        QueryWork = queryWork;
        LookupWork = lookupWork;
    }

    /// <summary>All profiles, weakest first.</summary>
    public static IReadOnlyList<SecurityProfile> All { get; } = [P100, P128];

    /// <summary>The stable name, part of the statement.</summary>
    public string Name { get; }

    /// <summary>The bits of security aimed at: every sum of errors of an opening is below 2^-bits.</summary>
    public int Bits { get; }

    /// <summary>The greatest bits of work before one folding challenge.</summary>
    public int FoldWorkLimit { get; }

    /// <summary>The bits of work before each draw of query positions.</summary>
    public int QueryWork { get; }

    /// <summary>The bits of work before the lookup challenges.</summary>
    public int LookupWork { get; }

    /// <summary>The profile of a name, or null.</summary>
    public static SecurityProfile? Find(string name) => All.FirstOrDefault(profile => profile.Name == name);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
