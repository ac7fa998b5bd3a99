# A profile or group that was read and is given to a parameter means the one that was read, whatever has its name since.
BeforeAll {
    . $PSScriptRoot/Setup.ps1
}

Describe 'A profile or group as an argument' {
    BeforeEach {
        $null = New-TestStore
        $null = New-PermProfile Spare
        'ann', 'bob' | ForEach-Object { $null = New-PermUser $_ -Profile Spare }
        $script:read = Get-PermProfile Viewer
        $script:group = New-PermGroup Print
    }

    It 'is the one that was read, after another got its name: <Name>' -ForEach @(
        @{ Name = 'Set-PermUser'; Do = { (Set-PermUser ann -Profile $read -PassThru).ProfileName }; Gives = 'Reader' }
        @{ Name = 'New-PermUser'; Do = { (New-PermUser cid -Profile $read).ProfileName }; Gives = 'Reader' }
        @{ Name = 'Import-PermUser'; Do = { Set-Content "$TestDrive/new.csv" 'UserName', 'dan'; $null = Import-PermUser "$TestDrive/new.csv" -Profile $read; (Get-PermUser dan).ProfileName }; Gives = 'Reader' }
        @{ Name = 'Remove-PermProfile'; Do = { Remove-PermProfile Spare -MoveUsersTo $read -Confirm:$false; (Get-PermUser bob).ProfileName }; Gives = 'Reader' }
        @{ Name = 'New-PermProfile'; Do = { (New-PermProfile Copied -CopyFrom $read).Rights }; Gives = 'asset-bank.collections.create-collections' }
        @{ Name = 'Copy-PermProfile'; Do = { (Copy-PermProfile $read Copied).Rights }; Gives = 'asset-bank.collections.create-collections' }
        @{ Name = 'Compare-PermProfile'; Do = { (Compare-PermProfile Spare $read).Right }; Gives = 'asset-bank.collections.create-collections' }
        @{ Name = 'Measure-SeatImpact -ToProfile'; Do = { (Measure-SeatImpact -User ann -ToProfile $read).TierAfter }; Gives = 'Light' }
        @{ Name = 'Measure-SeatImpact -Profile'; Do = { (Measure-SeatImpact $read).TierBefore }; Gives = 'Light' }
        @{ Name = 'Set-PermUser -Group'; Do = { (Set-PermUser ann -Group $group -PassThru).Groups }; Gives = 'Paper' }
        @{ Name = 'New-PermUser -Group'; Do = { (New-PermUser cid -Group @($group)).Groups }; Gives = 'Paper' }
    ) {
        Set-PermProfile Viewer -NewName Reader
        Set-PermProfile Admin -NewName Viewer
        Set-PermGroup Print -NewName Paper
        $null = New-PermGroup Print
        & $Do | Should -Be $Gives
    }

    It 'is refused once it was removed, and the one that has its name since is not taken' {
        $null = New-PermProfile Late
        $read = Get-PermProfile Late
        Remove-PermProfile Late -Confirm:$false
        $null = New-PermProfile Late -Right asset-bank.asset.manage-brands
        Remove-PermGroup Print -Confirm:$false
        $null = New-PermGroup Print
        $last = (Get-PermAuditDigest).LastId
        { Set-PermUser ann -Profile $read -ErrorAction Stop } | Should -Throw -ErrorId 'ProfileNotFound,*'
        { Import-PermUser "$TestDrive/new.csv" -Profile $read -ErrorAction Stop } | Should -Throw -ErrorId 'ProfileNotFound,*'
        { Copy-PermProfile $read Copied -ErrorAction Stop } | Should -Throw -ErrorId 'ProfileNotFound,*'
        { New-PermUser cid -Profile $read } | Should -Throw "*read as 'Late' is no longer there*"
        { Set-PermUser ann -Group $group } | Should -Throw "*read as 'Print' is no longer there*"
        (Get-PermAuditDigest).LastId | Should -Be $last
    }

    It 'of another store is refused by Import-PermUser' {
        $null = New-TestStore
        Set-Content "$TestDrive/new.csv" 'UserName', 'dan'
        { Import-PermUser "$TestDrive/new.csv" -Profile $read -ErrorAction Stop } | Should -Throw -ErrorId 'OtherStore,*'
    }
}
