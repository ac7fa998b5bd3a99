BeforeAll { . $PSScriptRoot/Setup.ps1 }

Describe 'Get-PermAuditRule' {
    It 'lists every rule with its reason' {
        $rules = Get-PermAuditRule
        $rules[0] | Should -BeOfType (Get-CoreType PermAuditRule)
        $rules.Name | Should -Be @(
            'SeatLimitExceeded', 'SeatLimitNear', 'UnusedSeat', 'NeverSignedIn', 'NearlyLowerTier', 'TierKeptFromEarlier'
            'MaintenanceRightGranted', 'DeprecatedRightGranted', 'RequiredRightMissing', 'ExclusiveRightsCombined', 'ConflictingUploadRights'
            'EmptyProfile', 'UnusedProfile', 'HeavyWithoutMfa', 'SelfEscalation', 'AssumedTierCounts'
            'PortalOwnerMissing', 'SinglePortalOwner', 'ChampionMissing', 'ChampionTierTooLow', 'ChampionInactive', 'EndUserAboveLight'
            'StaleRequest', 'AuditorMissing', 'AuditTrailBroken', 'SeatCountDrift')
        $rules.Reason | Should -Not -BeNullOrEmpty
        $rules.Recommendation | Should -Not -BeNullOrEmpty
    }

    It 'finds rules by name, wildcard, category, severity and pipe' {
        (Get-PermAuditRule unusedseat).Name | Should -BeExactly UnusedSeat
        (Get-PermAuditRule *seat* -Category Seats -Severity Warning).Name | Should -Be SeatLimitNear, UnusedSeat
        ('UnusedSeat', 'EmptyProfile' | Get-PermAuditRule).Name | Should -Be UnusedSeat, EmptyProfile
        Get-PermAuditRule Nothing* | Should -BeNullOrEmpty
    }

    It 'finds the rule of a finding, of a record of it and of itself' {
        $null = New-TestStore
        $findings = Invoke-PermAudit
        $findings | Should -Not -BeNullOrEmpty
        ($findings | Get-PermAuditRule).Name | Should -Be $findings.RuleName
        ($findings | ConvertTo-Csv | ConvertFrom-Csv | Get-PermAuditRule).Name | Should -Be $findings.RuleName
        (Get-PermAuditRule *seat* | Get-PermAuditRule).Name | Should -Be (Get-PermAuditRule *seat*).Name
        ([pscustomobject]@{ Name = 'UnusedSeat' } | Get-PermAuditRule).Name | Should -Be 'UnusedSeat'
    }

    It 'refuses a name that no rule has, and goes on' {
        $found = Get-PermAuditRule Typo, UnusedSeat -ErrorVariable refused -ErrorAction SilentlyContinue
        $found.Name | Should -Be UnusedSeat
        $refused.FullyQualifiedErrorId | Should -Be 'RuleNotFound,PermModule.Commands.GetPermAuditRuleCommand'
        $refused[0].TargetObject | Should -Be Typo
    }
}
