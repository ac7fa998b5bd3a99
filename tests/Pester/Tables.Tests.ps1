# A table in braces is no record and no object: it is refused, and nothing is changed by a part of it.
BeforeAll {
    . $PSScriptRoot/Setup.ps1
}

Describe 'A table in the pipeline' {
    BeforeEach {
        $null = New-TestStore
        $null = New-PermGroup Press
        $null = New-PermUser ann -Profile Admin -Group Press
        $null = Submit-WaitingRoomItem Quarantine ann a.exe
        $null = Set-SeatContract -Heavy 5
    }

    It 'is refused with what to write: <Name>' -ForEach @(
        @{ Name = 'the number of a user'; Run = { @{ Id = 14 } | Disable-PermUser } }
        @{ Name = 'nothing'; Run = { @{} | Disable-PermUser } }
        @{ Name = 'the name of a user'; Run = { @{ UserName = 'ann' } | Disable-PermUser } }
        @{ Name = 'an ordered table'; Run = { [ordered]@{ UserName = 'ann' } | Enable-PermUser } }
        @{ Name = 'by name of the parameter'; Run = { Remove-PermUser -InputObject @{ UserName = 'ann' } -Confirm:$false } }
        @{ Name = 'columns to apply'; Run = { @{ UserName = 'ann'; JobTitle = 'h' } | Set-PermUser } }
        @{ Name = 'a contract'; Run = { @{ Heavy = 7 } | Set-SeatContract } }
        @{ Name = 'a group'; Run = { @{ Name = 'Press' } | Add-PermGroupMember -User ann } }
        @{ Name = 'a group whose members go'; Run = { @{ Name = 'Press' } | Remove-PermGroupMember -User ann -Confirm:$false } }
        @{ Name = 'a group to list'; Run = { @{ Name = 'Press' } | Get-PermGroupMember } }
        @{ Name = 'a request'; Run = { @{ Id = 1 } | Approve-WaitingRoomItem -Auditor ann } }
        @{ Name = 'a role'; Run = { @{ Role = 'Champion' } | Get-PermRoleMember } }
        @{ Name = 'an event'; Run = { @{ Id = 1 } | Undo-PermChange -Confirm:$false } }
        @{ Name = 'a group to make'; Run = { @{ Name = 'News' } | New-PermGroup } }
        @{ Name = 'a group to make among names'; Run = { New-PermGroup -Name @{ Name = 'News' } } }
    ) {
        $before = Get-PermAuditDigest
        $caught = $(try { & $Run 2>&1 } catch { $_ })
        $caught | Should -HaveCount 1
        $caught | Should -BeOfType ([Management.Automation.ErrorRecord])
        "$caught" | Should -BeLike '*`[pscustomobject`]*'
        (Get-PermAuditDigest).LastId | Should -Be $before.LastId
    }

    It 'can be written as a record' {
        [pscustomobject]@{ UserName = 'ann'; JobTitle = 'h' } | Set-PermUser
        (Get-PermUser ann).JobTitle | Should -Be 'h'
        $null = [pscustomobject]@{ Heavy = 7 } | Set-SeatContract
        (Get-SeatContract).Heavy | Should -Be 7
        ([pscustomobject]@{ Name = 'News' } | New-PermGroup).Name | Should -Be 'News'
    }

    It 'made into an object of the module does not stand for one of a store: <Name>' -ForEach @(
        @{ Name = 'a user'; Run = { [Management.Automation.LanguagePrimitives]::ConvertTo(@{ UserName = 'ann' }, (Get-PermUser ann).GetType()) | Disable-PermUser } }
        @{ Name = 'a contract'; Run = { [Management.Automation.LanguagePrimitives]::ConvertTo(@{ Heavy = 7 }, (Get-SeatContract).GetType()) | Set-SeatContract } }
    ) {
        $before = Get-PermAuditDigest
        "$(& $Run 2>&1)" | Should -BeLike '*not read from a store*'
        (Get-PermAuditDigest).LastId | Should -Be $before.LastId
    }

    It 'of prices does not become the limits of the contract' {
        $null = Set-SeatContract -PricePerSeat @{ Heavy = 40 }
        $before = Get-PermAuditDigest
        "$((Get-SeatContract).PricePerSeat | Set-SeatContract 2>&1)" | Should -BeLike '*Give them with -PricePerSeat*'
        (Get-PermAuditDigest).LastId | Should -Be $before.LastId
    }
}
