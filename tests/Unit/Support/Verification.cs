namespace PermModule.Unit;

/// <summary>Verifies the trail of a store in one go and in ranges of several sizes, which must find the same.</summary>
internal static class Verification
{
    public static AuditVerification VerifyEveryWay(this PermStore store, params PermAuditDigest[] digests)
    {
        AuditVerification found = store.Trail.Verify(digests);
        Assert.All([1, 2, 3, 5], size => Assert.Equal(found, store.Session.ReadConsistently(() => AuditVerifier.Verify(store.Session, digests, _ => { }, size))));
        return found;
    }
}
