BeforeAll { . $PSScriptRoot/Setup.ps1 }

Describe 'Get-SeatRecommendation' {
    BeforeEach {
        $null = New-TestStore
        $null = New-PermUser ann -Profile Admin
        $null = New-PermUser bob -Profile Editor
        $null = New-PermUser eve
    }

    It 'tells users from profiles' {
        $all = Get-SeatRecommendation -NotSeenFor 0
        $all[0] | Should -BeOfType (Get-CoreType SeatRecommendation)
        $all.Kind | Should -Be NeverSignedIn, NeverSignedIn, NeverSignedIn, NearlyLowerTier, NearlyLowerTier
        $all.UserName | Should -Be ann, bob, eve, $null, $null
        $all.ProfileName | Should -Be $null, $null, $null, Admin, Editor
        (Get-SeatRecommendation NearlyLowerTier).Rights | Should -Be asset-bank.asset.manage-brands, asset-bank.asset-management.upload-assets
        Get-SeatRecommendation -Kind UnusedSeat, NeverSignedIn | Should -BeNullOrEmpty
    }

    It 'changes nothing when its advice is tried with -WhatIf' {
        $digest = Get-PermAuditDigest
        Get-SeatRecommendation NeverSignedIn -NotSeenFor 0 | Disable-PermUser -WhatIf
        Get-PermAuditDigest | Should -Be $digest
    }

    It 'frees what it promises when it is carried out' {
        $before = Get-SeatUsage
        $advice = Get-SeatRecommendation NeverSignedIn -NotSeenFor 0
        $advice | Disable-PermUser
        $after = Get-SeatUsage
        foreach ($i in 0..2) {
            ($advice | Where-Object Tier -EQ $before[$i].Tier | Measure-Object SeatsFreed -Sum).Sum | Should -Be ($before[$i].Active - $after[$i].Active)
        }
    }

    It 'names the rights whose loss frees what it promises' {
        foreach ($advice in Get-SeatRecommendation NearlyLowerTier) {
            $before = (Get-SeatUsage -Tier $advice.Tier).Active
            Revoke-PermRight -Profile $advice.ProfileName -Right $advice.Rights
            $before - (Get-SeatUsage -Tier $advice.Tier).Active | Should -Be $advice.SeatsFreed
        }
    }

    It 'never deactivates anybody for the sake of a profile' {
        Get-SeatRecommendation NearlyLowerTier | Disable-PermUser -ErrorVariable refused -ErrorAction SilentlyContinue
        $refused.Count | Should -Be 2
        (Get-PermUser -Inactive).UserName | Should -BeNullOrEmpty
    }

    It 'chooses as many as are asked for, of tiers with a limit, and says when there are fewer' {
        $null = Set-SeatContract -Heavy 5
        Get-SeatRecommendation -Tier Light -NotSeenFor 0 | ForEach-Object UserName | Should -Be eve
        $found = Get-SeatRecommendation -Tier Heavy -Seats 10 -NotSeenFor 0 -WarningVariable warned -WarningAction SilentlyContinue
        $found.UserName, $found.Saving, $found.LastLoginAt | Should -Be ann, 1, $null
        $warned | Should -BeLike 'Only 1 of 10 Heavy seats can be freed*-NotSeenFor*'
        (Get-SeatRecommendation -Seats 1 -NotSeenFor 0).UserName | Should -Be ann
        Get-SeatRecommendation -Seats 1 -NotSeenFor 0 | Disable-PermUser
        (Get-PermUser -Inactive).UserName | Should -Be ann
    }

    It 'says that an unlimited tier saves nothing' {
        Get-SeatRecommendation -Tier Light -Seats 1 -NotSeenFor 0 -WarningVariable warned -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        $warned | Should -BeLike 'The contract does not limit Light seats*'
    }

    It 'says whom a revocation would hurt' {
        (Get-SeatRecommendation NearlyLowerTier | Where-Object ProfileName -EQ Admin).AffectedUsers | Should -Be ann
    }
}
