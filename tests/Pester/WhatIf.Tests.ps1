# -WhatIf tells a change from what is as asked already.
BeforeAll {
    . $PSScriptRoot/Setup.ps1
}

Describe '-WhatIf of what is as asked already' {
    BeforeEach {
        $null = New-TestStore
        'ann', 'bob' | ForEach-Object { $null = New-PermUser $_ -Department Print }
        $null = New-PermUser ina -Inactive
        $null = New-PermGroup Team -Description Print
        Add-PermGroupMember Team ann
        Add-PermRoleMember PortalOwner ann
        Set-ContentWorkflowOwner ann
        $null = Set-SeatContract -Heavy 5
        Export-PermProfile "$TestDrive/same.json" -Force
        Set-Content "$TestDrive/same.csv" 'UserName,Department', 'ann,Print'
    }

    It 'says so: <_>' -ForEach @(
        'Set-PermUser ann -Department Print', 'Set-PermUser ann -Profile Viewer', 'Disable-PermUser ina', 'Enable-PermUser ann'
        'Add-PermGroupMember Team ann', 'Remove-PermGroupMember Team bob', 'Add-PermRoleMember PortalOwner ann', 'Remove-PermRoleMember PortalOwner bob'
        'Set-PermGroup Team -Description Print', 'Set-PermProfile Viewer -Default', 'Set-ContentWorkflowOwner ann', 'Set-SeatContract -Heavy 5'
        'Grant-PermRight Editor asset-bank.asset-management.upload-assets', 'Revoke-PermRight Viewer asset-bank.asset-management.upload-assets'
        'Set-PermRightTier asset-bank.asset-management.upload-assets -Reset'
        'Import-PermUser "$TestDrive/same.csv" -Mode Upsert', 'Import-PermProfile "$TestDrive/same.json"'
    ) {
        $text = Get-WhatIfText ([scriptblock]::Create("$_ -WhatIf"))
        $text | Should -HaveCount 1
        $text | Should -BeLike '*(nothing would change)*'
    }

    It 'counts only those who would change' {
        $text = Get-WhatIfText { 'ann', 'ina', 'bob' | Set-PermUser -Inactive -ErrorAction Ignore -WhatIf }
        $text | Should -HaveCount 2
        $text[0] | Should -BeLike '*(nothing would change)*"ina"*'
        $text[1] | Should -BeLike '*seats: Light 2 -> 1*"bob"*'
        $text = Get-WhatIfText { 'ina', 'bob', 'cid' | ForEach-Object { [pscustomobject]@{ UserName = $_ } } | New-PermUser -ErrorAction Ignore -WhatIf }
        $text | Should -HaveCount 1
        $text | Should -BeLike '*seats: Light 2 -> 3*"cid"*'
    }
}
