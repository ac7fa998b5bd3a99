BeforeAll {
    . $PSScriptRoot/Setup.ps1

    function Save-Trail {
        param([string] $Copy)
        $path = (Get-PermStore).Path
        Disconnect-PermStore
        Copy-Item $path $Copy
        $null = Connect-PermStore $path -Actor tester
    }

    function Restore-Trail {
        # Puts the store back to what the file was, as somebody would who wants the last events gone.
        param([string] $Copy)
        $path = (Get-PermStore).Path
        Disconnect-PermStore
        Remove-Item "$path*"
        Copy-Item $Copy $path
        $null = Connect-PermStore $path -Actor tester
    }
}

Describe 'Test-PermAuditTrail' {
    BeforeEach {
        $null = New-TestStore
        $null = New-PermUser ann
    }

    It 'is true for a trail as it was written' {
        Test-PermAuditTrail | Should -BeTrue
        Test-PermAuditTrail | Should -BeOfType bool
        $detail = Test-PermAuditTrail -Detailed
        $detail | Should -BeOfType (Get-CoreType AuditVerification)
        $detail.IsIntact, $detail.Count, $detail.FirstBrokenId | Should -Be $true, (Get-PermAuditDigest).Count, $null
    }

    It 'takes digests by parameter, by pipe, as JSON and read back from JSON' {
        $digest = Get-PermAuditDigest
        $null = New-PermUser bob
        Test-PermAuditTrail -Digest $digest | Should -BeTrue
        $digest, (Get-PermAuditDigest) | Test-PermAuditTrail | Should -BeTrue
        $digest | ConvertTo-Json | Test-PermAuditTrail | Should -BeTrue
        $digest | ConvertTo-Json | ConvertFrom-Json | Test-PermAuditTrail | Should -BeTrue
    }

    It 'takes digests that a file holds, in whichever culture the file was written: <_>' -ForEach 'de-DE', 'ar-SA', 'fa-IR', 'th-TH' {
        $culture = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = $_
            Get-PermAuditDigest | Export-Csv "$TestDrive/digest.csv"
        }
        finally {
            [cultureinfo]::CurrentCulture = $culture
        }

        $kept = Import-Csv "$TestDrive/digest.csv"
        $kept | Test-PermAuditTrail | Should -BeTrue
        $kept.At = '31.12.2026 23:00:00 +00:00'
        $kept | Test-PermAuditTrail | Should -BeTrue
        $kept.LastId = 1
        $kept | Test-PermAuditTrail | Should -BeFalse
    }

    It 'finds a tail that was cut, with a digest and only then' {
        $copy = "$TestDrive/$([guid]::NewGuid()).db"
        Save-Trail $copy
        $null = New-PermUser bob
        $digest = Get-PermAuditDigest
        Restore-Trail $copy
        Test-PermAuditTrail | Should -BeTrue
        $digest | Test-PermAuditTrail | Should -BeFalse
        ($digest | Test-PermAuditTrail -Detailed).Message | Should -BeLike 'The trail was cut*'
        ($digest | Test-PermAuditTrail -Detailed).FirstBrokenId | Should -Be $digest.LastId
    }

    It 'finds a chain that was replaced, with a digest and only then' {
        $copy = "$TestDrive/$([guid]::NewGuid()).db"
        Save-Trail $copy
        $null = New-PermUser bob
        $digest = Get-PermAuditDigest
        Restore-Trail $copy
        $null = New-PermUser mallory
        $null = New-PermUser eve
        Test-PermAuditTrail | Should -BeTrue
        $detail = $digest | ConvertTo-Json | Test-PermAuditTrail -Detailed
        $detail.IsIntact, $detail.FirstBrokenId | Should -Be $false, $digest.LastId
        $detail.Message | Should -BeLike '*replaced*'
    }

    It 'never says true for want of a digest: <_>' -ForEach '{"Count":3}', 'no digest', '', '{"Count":3,"LastId":3,"Hash":null}' {
        { $_ | Test-PermAuditTrail } | Should -Throw -ErrorId 'InvalidDigest,PermModule.Commands.TestPermAuditTrailCommand'
        { Test-PermAuditTrail -Digest $_ } | Should -Throw -ErrorId 'InvalidDigest,PermModule.Commands.TestPermAuditTrailCommand'
    }

    It 'refuses objects that are no digests, and a pipe in which nothing comes' {
        { [pscustomobject]@{ Name = 'x' } | Test-PermAuditTrail } | Should -Throw -ErrorId 'InvalidDigest,PermModule.Commands.TestPermAuditTrailCommand'
        { [pscustomobject]@{ Count = 3; LastId = 3 } | Test-PermAuditTrail } | Should -Throw -ErrorId 'InvalidDigest,PermModule.Commands.TestPermAuditTrailCommand'
        { @() | Test-PermAuditTrail } | Should -Throw -ErrorId 'InvalidDigest,PermModule.Commands.TestPermAuditTrailCommand'
    }
}
